/* The inner loops of the first look at listings: words looked up by the thousand, the phrases that stand there, what
 * follows of them, and how much a text reads like an advert. Each has an equal in Python (rules/wordtable.py, pieces.py,
 * steps.py, classifier.py), which is used where this is not built and says in the tests what must come out. Nothing here keeps a pointer into an object of Python beyond one call. */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#define EDITION 2     /* rules/kernel.py takes no other */
#define LONGEST 64    /* letters of a word that is kept; a longer one is asked about each time */
#define END 0x1e      /* stands behind each listing but the last */
#define FIELD 0x1d    /* stands between the fields of a listing */

/* A row of 64-bit numbers that grows ----------------------------------------------------------------------------- */

typedef struct {
    int64_t *at;
    size_t size, room;
} Row;

static int
row_add(Row *row, int64_t value)
{
    if (row->size == row->room) {
        size_t room = row->room ? 2 * row->room : 1024;
        int64_t *at = PyMem_RawRealloc(row->at, room * sizeof *at);
        if (at == NULL)
            return -1;
        row->at = at;
        row->room = room;
    }
    row->at[row->size++] = value;
    return 0;
}

static PyObject *
row_bytes(const Row *row)
{
    return PyBytes_FromStringAndSize((const char *)row->at, (Py_ssize_t)(row->size * sizeof *row->at));
}

/* Words: a word of at most LONGEST bytes -> a number that is not negative ------------------------------------------ */

typedef struct {
    uint64_t hash;   /* 0: the slot is free */
    int32_t value;   /* NEW, or below that while it is asked about: NEW - 1 - its place among the new words */
} Slot;

#define NEW (-1)

typedef struct {
    PyObject_HEAD
    Slot *slots;
    size_t mask, count;
    uint64_t seed;
    Row asked;       /* hashes of the words that are being asked about */
} Words;

/* For a given `a` no two values of `b` give the same. */
static uint64_t
mixed(uint64_t a, uint64_t b)
{
    uint64_t x = (a ^ b) * UINT64_C(0x9e3779b97f4a7c15);
    x ^= x >> 32;
    x *= UINT64_C(0xd6e8feb86659fd93);
    return x ^ (x >> 29);
}

/* `word` lies in a buffer that is zero from its end to the next multiple of eight. Words are known by this alone: those
 * of eight letters and fewer differ in it, longer ones but for a chance of 1 in 2^64, which no text can steer, because
 * the seed is drawn anew in each process. */
static uint64_t
hash_of(const Words *self, const char *word, size_t size)
{
    uint64_t hash = self->seed ^ size;
    for (size_t at = 0; at < size; at += 8) {
        uint64_t eight;
        memcpy(&eight, word + at, 8);
        hash = mixed(hash, eight);
    }
    return hash ? hash : 1;
}

static int
words_grow(Words *self, size_t slots)
{
    Slot *made = PyMem_RawCalloc(slots, sizeof *made);
    if (made == NULL)
        return -1;
    for (size_t i = 0; self->slots != NULL && i <= self->mask; i++)
        if (self->slots[i].hash) {
            size_t at = self->slots[i].hash & (slots - 1);
            while (made[at].hash)
                at = (at + 1) & (slots - 1);
            made[at] = self->slots[i];
        }
    PyMem_RawFree(self->slots);
    self->slots = made;
    self->mask = slots - 1;
    return 0;
}

/* The slot of a word, taken for it when it is new; NULL when there is no memory. */
static Slot *
words_slot(Words *self, uint64_t hash)
{
    if (2 * (self->count + 1) > self->mask && words_grow(self, 2 * (self->mask + 1)) < 0)
        return NULL;
    size_t at = hash & self->mask;
    for (; self->slots[at].hash; at = (at + 1) & self->mask)
        if (self->slots[at].hash == hash)
            return &self->slots[at];
    self->slots[at] = (Slot){hash, NEW};
    self->count++;
    return &self->slots[at];
}

static PyObject *
words_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    unsigned long long seed;
    static char *names[] = {"seed", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "K", names, &seed))
        return NULL;
    Words *self = (Words *)type->tp_alloc(type, 0);
    if (self == NULL)
        return NULL;
    self->seed = seed;
    if (words_grow(self, 1 << 14) < 0) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}

static void
words_dealloc(Words *self)
{
    PyMem_RawFree(self->slots);
    PyMem_RawFree(self->asked.at);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* The next word of a text that was translated by `map`: bytes above 32. Returns its size, 0 at the end; `owner` counts
 * the ENDs that were passed, `fields` the FIELDs. */
typedef struct {
    const unsigned char *data, *map;
    size_t size, at, start;
    int64_t owner, fields;
    int ends; /* tokens: a comma, a full stop and an exclamation mark before a blank are left out, plain words are 0 */
} Text;

static size_t
next_word(Text *text)
{
    for (;;) {
        const unsigned char *data = text->data, *map = text->map;
        size_t at = text->at, size = text->size;
        while (at < size && map[data[at]] <= 32) {
            text->owner += data[at] == END;
            text->fields += data[at] == FIELD;
            at++;
        }
        size_t start = at;
        while (at < size && map[data[at]] > 32)
            at++;
        text->at = at;
        text->start = start;
        if (at == start)
            return 0;
        if (text->ends && at < size) {
            unsigned char next = map[data[at]];
            size_t end = at;
            if (end > start && map[data[end - 1]] == ',' && next == ' ')
                end--;
            if (end > start && map[data[end - 1]] == '.' && (next == ' ' || next == '\n')) {
                end--;
                next = ' ';
            }
            if (end > start && map[data[end - 1]] == '!' && next == ' ')
                end--;
            if (end == start)
                continue;
            return end - start;
        }
        return at - start;
    }
}

/* A word as translated, in a buffer that is zero behind it. */
static void
copy_word(const Text *text, size_t size, char *word)
{
    memset(word + (size & ~(size_t)7), 0, 8);
    for (size_t i = 0; i < size; i++)
        word[i] = (char)text->map[text->data[text->start + i]];
}

/* A word that is longer than LONGEST as an object. */
static PyObject *
long_word(const Text *text, size_t size)
{
    PyObject *word = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)size);
    if (word != NULL) {
        char *to = PyBytes_AS_STRING(word);
        for (size_t i = 0; i < size; i++)
            to[i] = (char)text->map[text->data[text->start + i]];
    }
    return word;
}

static int
take(PyObject *list, PyObject *word)
{
    int failed = word == NULL || PyList_Append(list, word) < 0;
    Py_XDECREF(word);
    return failed ? -1 : 0;
}

/* Whether a token is one that no obscured writing can be: at most eleven letters, none three times in a row and the
 * last not twice (rules/clearing.py says what is odd). */
static int
is_plain(const char *word, size_t size)
{
    if (size > 11 || (size > 1 && word[size - 1] == word[size - 2]))
        return 0;
    for (size_t i = 0; i < size; i++)
        if (word[i] < 'a' || word[i] > 'z' || (i > 1 && word[i] == word[i - 1] && word[i] == word[i - 2]))
            return 0;
    return 1;
}

/* The number of a word; a new one is put into `unknown` and gets -1 - its place there. Sets `failed` on an error. */
static int64_t
number_of(Words *self, const Text *text, size_t size, PyObject *unknown, int *failed)
{
    if (size > LONGEST) {
        *failed = take(unknown, long_word(text, size)) < 0;
        return -(int64_t)PyList_GET_SIZE(unknown);
    }
    char word[LONGEST + 8];
    copy_word(text, size, word);
    if (text->ends && is_plain(word, size))
        return 0;
    Slot *slot = words_slot(self, hash_of(self, word, size));
    if (slot == NULL) {
        PyErr_NoMemory();
        *failed = 1;
        return 0;
    }
    if (slot->value >= 0)
        return slot->value;
    if (slot->value == NEW) {
        if (PyList_GET_SIZE(unknown) >= INT32_MAX - 2 || row_add(&self->asked, (int64_t)slot->hash) < 0) {
            PyErr_NoMemory();
            *failed = 1;
            return 0;
        }
        slot->value = (int32_t)(NEW - 1 - PyList_GET_SIZE(unknown));
        *failed = take(unknown, PyBytes_FromStringAndSize(word, (Py_ssize_t)size)) < 0;
    }
    return (int64_t)slot->value - NEW;
}

static int
begin(Words *self, Py_buffer *data, Py_buffer *map, int ends, Text *text)
{
    if (map->len != 256) {
        PyErr_SetString(PyExc_ValueError, "a translation has 256 bytes");
        return -1;
    }
    for (size_t i = 0; i < self->asked.size; i++) { /* what nothing was said of is new again */
        Slot *slot = words_slot(self, (uint64_t)self->asked.at[i]);
        if (slot != NULL && slot->value < 0)
            slot->value = NEW;
    }
    self->asked.size = 0;
    *text = (Text){.data = data->buf, .map = map->buf, .size = (size_t)data->len, .ends = ends};
    return 0;
}

PyDoc_STRVAR(words_read_doc,
"read(data, map, ends, /) -> (starts, numbers, owners, unknown)\n--\n\n"
"Where the words of `data` begin, the number of each and in which listing it stands, as bytes of int64. Words are what\n"
"`map` translates to bytes above 32; when `ends`, without the signs that end a sentence. A word that is not known has\n"
"the number -1 - its place in `unknown`.");

static PyObject *
words_read(Words *self, PyObject *args)
{
    Py_buffer data, map;
    int ends;
    if (!PyArg_ParseTuple(args, "y*y*p", &data, &map, &ends))
        return NULL;
    Row starts = {0}, numbers = {0}, owners = {0};
    PyObject *unknown = PyList_New(0), *result = NULL;
    Text text;
    int failed = unknown == NULL || begin(self, &data, &map, ends, &text) < 0;
    size_t size;
    while (!failed && (size = next_word(&text))) {
        int64_t number = number_of(self, &text, size, unknown, &failed);
        if (!failed && (row_add(&starts, (int64_t)text.start) < 0 || row_add(&numbers, number) < 0 ||
                        row_add(&owners, text.owner) < 0)) {
            PyErr_NoMemory();
            failed = 1;
        }
    }
    if (!failed)
        result = Py_BuildValue("NNNO", row_bytes(&starts), row_bytes(&numbers), row_bytes(&owners), unknown);
    Py_XDECREF(unknown);
    PyMem_RawFree(starts.at);
    PyMem_RawFree(numbers.at);
    PyMem_RawFree(owners.at);
    PyBuffer_Release(&data);
    PyBuffer_Release(&map);
    return result;
}

PyDoc_STRVAR(words_put_doc,
"put(words, values, /)\n--\n\nKeep what is said of words; of those that are too long to be kept nothing is.");

static PyObject *
words_put(Words *self, PyObject *args)
{
    PyObject *words, *values;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &words, &PyList_Type, &values))
        return NULL;
    if (PyList_GET_SIZE(words) != PyList_GET_SIZE(values)) {
        PyErr_SetString(PyExc_ValueError, "as many values as words");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(words); i++) {
        char *letters, word[LONGEST + 8];
        Py_ssize_t size;
        long long value = PyLong_AsLongLong(PyList_GET_ITEM(values, i));
        if (value == -1 && PyErr_Occurred())
            return NULL;
        if (value < 0 || value > INT32_MAX) {
            PyErr_SetString(PyExc_ValueError, "numbers of words are of 31 bits");
            return NULL;
        }
        if (PyBytes_AsStringAndSize(PyList_GET_ITEM(words, i), &letters, &size) < 0)
            return NULL;
        if (size == 0 || size > LONGEST)
            continue;
        memset(word + ((size_t)size & ~(size_t)7), 0, 8);
        memcpy(word, letters, (size_t)size);
        Slot *slot = words_slot(self, hash_of(self, word, (size_t)size));
        if (slot == NULL)
            return PyErr_NoMemory();
        slot->value = (int32_t)value;
    }
    Py_RETURN_NONE;
}

static Py_ssize_t
words_length(Words *self)
{
    return (Py_ssize_t)self->count;
}

static PyMethodDef words_methods[] = {
    {"read", (PyCFunction)words_read, METH_VARARGS, words_read_doc},
    {"put", (PyCFunction)words_put, METH_VARARGS, words_put_doc},
    {NULL},
};

static PySequenceMethods words_sequence = {.sq_length = (lenfunc)words_length};

static PyTypeObject WordsType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "rules._kernel.Words",
    .tp_basicsize = sizeof(Words),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = PyDoc_STR("Words(seed)\n--\n\nNumbers of words; `seed` keeps texts from being made to collide."),
    .tp_new = words_new,
    .tp_dealloc = (destructor)words_dealloc,
    .tp_methods = words_methods,
    .tp_as_sequence = &words_sequence,
};

/* Likeness: the most that a window of a text weighs ------------------------------------------------------------------ */

typedef struct {
    int64_t rarity, weight;
} Feature;

typedef struct {
    uint64_t pair; /* the numbers of two words, the first in the upper half */
    int32_t feature;
    int32_t held;
} Pair;

typedef struct {
    PyObject_HEAD
    Words *words;        /* a word as written -> 0 for one of no weight, the number of its plain form, or -- from
                            `single_size` on -- a place in `several` */
    int32_t *single;     /* number of a word -> its feature, or -1 */
    size_t single_size;
    Pair *pairs;
    size_t pair_mask;
    Feature *features;
    size_t feature_size;
    uint32_t *seen;      /* feature -> the window it was last counted in */
    uint32_t window;
    Row several;         /* how many words, and their numbers */
    int64_t figures;     /* the number of the word that stands for every number of three figures and more */
} Likeness;

static void
likeness_dealloc(Likeness *self)
{
    Py_XDECREF(self->words);
    PyMem_RawFree(self->single);
    PyMem_RawFree(self->pairs);
    PyMem_RawFree(self->features);
    PyMem_RawFree(self->seen);
    PyMem_RawFree(self->several.at);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Rows of int64: features are (rarity, weight), pairs are (first, second, feature); word 0 is none. */
static PyObject *
likeness_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_buffer single, pairs, features;
    unsigned long long seed;
    long long figures;
    static char *names[] = {"seed", "figures", "single", "pairs", "features", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "KLy*y*y*", names, &seed, &figures, &single, &pairs, &features))
        return NULL;
    Likeness *self = (Likeness *)type->tp_alloc(type, 0);
    if (self == NULL)
        goto done;
    PyObject *number = PyLong_FromUnsignedLongLong(seed);
    self->words = number ? (Words *)PyObject_CallOneArg((PyObject *)&WordsType, number) : NULL;
    Py_XDECREF(number);
    if (self->words == NULL)
        goto failed;
    size_t count = (size_t)pairs.len / (3 * sizeof(int64_t)), slots = 16;
    while (slots < 2 * count + 2)
        slots *= 2;
    self->single_size = (size_t)single.len / sizeof(int64_t);
    self->feature_size = (size_t)features.len / sizeof(Feature);
    self->pair_mask = slots - 1;
    self->figures = figures;
    if (figures < 0 || figures >= (long long)self->single_size)
        goto wrong;
    self->single = PyMem_RawCalloc(self->single_size + 1, sizeof *self->single);
    self->pairs = PyMem_RawCalloc(slots, sizeof *self->pairs);
    self->features = PyMem_RawCalloc(self->feature_size + 1, sizeof *self->features);
    self->seen = PyMem_RawCalloc(self->feature_size + 1, sizeof *self->seen);
    if (!self->single || !self->pairs || !self->features || !self->seen) {
        PyErr_NoMemory();
        goto failed;
    }
    memcpy(self->features, features.buf, self->feature_size * sizeof(Feature));
    for (size_t i = 0; i < self->single_size; i++) {
        int64_t feature = ((const int64_t *)single.buf)[i];
        if (feature >= (int64_t)self->feature_size)
            goto wrong;
        self->single[i] = feature < 0 ? -1 : (int32_t)feature;
    }
    for (size_t i = 0; i < count; i++) {
        const int64_t *pair = (const int64_t *)pairs.buf + 3 * i;
        if (pair[0] < 0 || pair[1] < 0 || pair[0] >= (int64_t)self->single_size ||
            pair[1] >= (int64_t)self->single_size || pair[2] < 0 || pair[2] >= (int64_t)self->feature_size)
            goto wrong;
        uint64_t key = (uint64_t)pair[0] << 32 | (uint64_t)pair[1];
        size_t at = mixed(key, 0) & self->pair_mask;
        while (self->pairs[at].held)
            at = (at + 1) & self->pair_mask;
        self->pairs[at] = (Pair){key, (int32_t)pair[2], 1};
    }
    goto done;
wrong:
    PyErr_SetString(PyExc_ValueError, "a feature or a word that is not there");
failed:
    Py_CLEAR(self);
done:
    PyBuffer_Release(&single);
    PyBuffer_Release(&pairs);
    PyBuffer_Release(&features);
    return (PyObject *)self;
}

static void
count_feature(Likeness *self, int32_t feature, int64_t *sum, int64_t *squares)
{
    if (feature >= 0 && self->seen[feature] != self->window) {
        const Feature *one = &self->features[feature];
        self->seen[feature] = self->window;
        *sum += one->rarity * one->weight;
        *squares += one->rarity * one->rarity;
    }
}

/* What the words `from` .. `to` weigh; the bias is left out. */
static double
weighed(Likeness *self, const int64_t *words, size_t from, size_t to)
{
    int64_t sum = 0, squares = 0;
    if (++self->window == 0) {
        memset(self->seen, 0, self->feature_size * sizeof *self->seen);
        self->window = 1;
    }
    for (size_t i = from; i < to; i++) {
        if (words[i] == 0)
            continue;
        count_feature(self, self->single[words[i]], &sum, &squares);
        if (i + 1 < to && words[i + 1]) {
            uint64_t key = (uint64_t)words[i] << 32 | (uint64_t)words[i + 1];
            for (size_t at = mixed(key, 0) & self->pair_mask; self->pairs[at].held; at = (at + 1) & self->pair_mask)
                if (self->pairs[at].pair == key) {
                    count_feature(self, self->pairs[at].feature, &sum, &squares);
                    break;
                }
        }
    }
    return squares ? (double)sum / (1000.0 * sqrt((double)squares)) : 0.0;
}

static double
most(Likeness *self, const Row *words, size_t window, size_t step, size_t most_words)
{
    size_t size = words->size < most_words ? words->size : most_words;
    double best = weighed(self, words->at, 0, size);
    for (size_t at = 0; size > window && at + step < size; at += step) {
        double one = weighed(self, words->at, at, at + window < size ? at + window : size);
        best = one > best ? one : best;
    }
    return best;
}

static int
is_figures(const Text *text, size_t size)
{
    const unsigned char *word = text->data + text->start;
    for (size_t i = 0; i < size; i++)
        if (word[i] < '0' || word[i] > '9')
            return 0;
    return size > 2;
}

PyDoc_STRVAR(likeness_odds_doc,
"odds(data, map, fields, window, step, most, /) -> (odds, unknown)\n--\n\n"
"For each listing what the window of its words weighs that weighs most, as bytes of doubles, without the bias; only\n"
"the first `fields` fields of each are read. A listing with words that are `unknown` comes as NaN: put them and ask\n"
"again.");

static PyObject *
likeness_odds(Likeness *self, PyObject *args)
{
    Py_buffer data, map;
    Py_ssize_t fields, window, step, most_words;
    if (!PyArg_ParseTuple(args, "y*y*nnnn", &data, &map, &fields, &window, &step, &most_words))
        return NULL;
    Row words = {0};
    PyObject *unknown = PyList_New(0), *odds = NULL, *result = NULL;
    const unsigned char *at = data.buf, *end = at + data.len;
    size_t listings = 1;
    for (const unsigned char *byte = at; byte < end; byte++)
        listings += *byte == END;
    double *made = PyMem_RawMalloc(listings * sizeof *made);
    Text text;
    int failed = unknown == NULL || window < 1 || step < 1 || most_words < 1 ||
                 begin(self->words, &data, &map, 0, &text) < 0;
    if (made == NULL)
        PyErr_NoMemory();
    else if (failed && !PyErr_Occurred())
        PyErr_SetString(PyExc_ValueError, "windows and steps are not empty");
    failed |= made == NULL;
    for (size_t listing = 0; !failed && listing < listings; listing++) {
        const unsigned char *stop = at, *last = NULL;
        Py_ssize_t left = fields;
        for (; stop < end && *stop != END; stop++)
            if (*stop == FIELD && left && --left == 0)
                last = stop;
        text = (Text){.data = at, .map = map.buf, .size = (size_t)((last ? last : stop) - at)};
        words.size = 0;
        size_t size;
        int open = 0;
        while (!failed && (size = next_word(&text))) {
            int64_t number = is_figures(&text, size) ? self->figures
                             : size > LONGEST        ? 0 /* no word of weight is so long */
                                                     : number_of(self->words, &text, size, unknown, &failed);
            int64_t count = 1, one = number;
            if (number < 0) {
                open = 1;
                continue;
            }
            const int64_t *read = &one;
            if (number >= (int64_t)self->single_size) {
                size_t place = (size_t)number - self->single_size;
                if (place >= self->several.size)
                    one = 0;
                else {
                    count = self->several.at[place];
                    read = &self->several.at[place + 1];
                }
            }
            for (int64_t i = 0; !failed && i < count; i++)
                failed = row_add(&words, read[i]) < 0 ? (PyErr_NoMemory(), 1) : 0;
        }
        if (!failed)
            made[listing] = open ? NAN : most(self, &words, (size_t)window, (size_t)step, (size_t)most_words);
        at = stop + 1;
    }
    if (!failed) {
        odds = PyBytes_FromStringAndSize((const char *)made, (Py_ssize_t)(listings * sizeof *made));
        result = odds ? Py_BuildValue("NO", odds, unknown) : NULL;
    }
    Py_XDECREF(unknown);
    PyMem_RawFree(made);
    PyMem_RawFree(words.at);
    PyBuffer_Release(&data);
    PyBuffer_Release(&map);
    return result;
}

PyDoc_STRVAR(likeness_put_doc,
"put(words, read, /)\n--\n\nKeep as which words, by number, each of `words` is read; 0 is a word of no weight.");

static PyObject *
likeness_put(Likeness *self, PyObject *args)
{
    PyObject *words, *read;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &words, &PyList_Type, &read))
        return NULL;
    PyObject *values = PyList_New(0);
    int failed = values == NULL;
    for (Py_ssize_t i = 0; !failed && i < PyList_GET_SIZE(read); i++) {
        PyObject *its = PyList_GET_ITEM(read, i);
        if (!PyTuple_Check(its)) {
            PyErr_SetString(PyExc_TypeError, "a tuple of numbers for each word");
            failed = 1;
            break;
        }
        Py_ssize_t count = PyTuple_GET_SIZE(its);
        size_t place = self->several.size;
        int64_t value = 0;
        if (count != 1)
            failed = row_add(&self->several, count) < 0 ? (PyErr_NoMemory(), 1) : 0;
        for (Py_ssize_t k = 0; !failed && k < count; k++) {
            long long number = PyLong_AsLongLong(PyTuple_GET_ITEM(its, k));
            if (number < 0 || number >= (long long)self->single_size) {
                if (!PyErr_Occurred())
                    PyErr_SetString(PyExc_ValueError, "a word that is not there");
                failed = 1;
            } else if (count == 1)
                value = number;
            else
                failed = row_add(&self->several, number) < 0 ? (PyErr_NoMemory(), 1) : 0;
        }
        if (!failed) {
            value = count == 1 ? value : (int64_t)(self->single_size + place);
            failed = take(values, PyLong_FromLongLong(value)) < 0;
        }
    }
    PyObject *result = NULL;
    if (!failed) {
        PyObject *both = PyTuple_Pack(2, words, values);
        result = both ? words_put(self->words, both) : NULL;
        Py_XDECREF(both);
    }
    Py_XDECREF(values);
    return result;
}

static Py_ssize_t
likeness_length(Likeness *self)
{
    return (Py_ssize_t)self->words->count;
}

static PyMethodDef likeness_methods[] = {
    {"odds", (PyCFunction)likeness_odds, METH_VARARGS, likeness_odds_doc},
    {"put", (PyCFunction)likeness_put, METH_VARARGS, likeness_put_doc},
    {NULL},
};

static PySequenceMethods likeness_sequence = {.sq_length = (lenfunc)likeness_length};

static PyTypeObject LikenessType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "rules._kernel.Likeness",
    .tp_basicsize = sizeof(Likeness),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = PyDoc_STR("Likeness(seed, figures, single, pairs, features)\n--\n\nWeights of words and pairs of words, in thousandths."),
    .tp_new = likeness_new,
    .tp_dealloc = (destructor)likeness_dealloc,
    .tp_methods = likeness_methods,
    .tp_as_sequence = &likeness_sequence,
};

/* Phrases: which of them stand in many listings ---------------------------------------------------------------------- */

/* A phrase is a way through its words, each known by a piece: the letters of it that must stand, at a word's beginning,
 * end or inside. A word is of a kind: the pieces that stand in it as written and, where that is another, in plain speech,
 * word by word of it. Where a way has been gone to its end the nodes of its phrase hold for the listing. */
typedef struct {
    PyObject_HEAD
    Words *words;        /* a word -> its kind; 0 is the one of which no phrase knows */
    int32_t *first;      /* piece -> the place on a way that it leads to from the beginning, or 0 */
    size_t pieces, places;
    Pair *ways;          /* a place and a piece -> the next place */
    size_t way_mask;
    int32_t *nodes_at;   /* place -> where its nodes begin in `nodes` */
    int32_t *nodes;
    size_t node_size;
    uint64_t *leads;     /* place -> the signs (`sign_of`) of the pieces that lead on from it */
    uint32_t *seen;      /* place -> the listing that came to it last */
    uint32_t listing;    /* the one that is read, counted from the first that was ever read */
    Row kinds, kind_at;  /* signs, pieces as written, how many words in plain speech, the pieces of each */
    Row numbers, parts;  /* the words of the text that is being read; its listing in the upper half, its field below */
    Py_ssize_t unknown;  /* how many of them nothing is known of */
    size_t listings;
} Phrases;

static void
phrases_dealloc(Phrases *self)
{
    Py_XDECREF(self->words);
    PyMem_RawFree(self->first);
    PyMem_RawFree(self->ways);
    PyMem_RawFree(self->nodes_at);
    PyMem_RawFree(self->nodes);
    PyMem_RawFree(self->leads);
    PyMem_RawFree(self->seen);
    PyMem_RawFree(self->kinds.at);
    PyMem_RawFree(self->kind_at.at);
    PyMem_RawFree(self->numbers.at);
    PyMem_RawFree(self->parts.at);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Nearly always told by this alone that a piece leads nowhere. */
static uint64_t
sign_of(int64_t piece)
{
    return UINT64_C(1) << (mixed((uint64_t)piece, 1) >> 58);
}

/* Rows of int64: `ways` are (place, piece, next place) with 0 as the beginning, `ends` are (place, node) by rising
 * place. */
static int
phrases_fill(Phrases *self, const int64_t *ways, size_t way_count, const int64_t *ends, size_t end_count)
{
    size_t slots = 16;
    while (slots < 2 * way_count + 2)
        slots *= 2;
    self->way_mask = slots - 1;
    self->first = PyMem_RawCalloc(self->pieces + 1, sizeof *self->first);
    self->ways = PyMem_RawCalloc(slots, sizeof *self->ways);
    self->nodes_at = PyMem_RawCalloc(self->places + 2, sizeof *self->nodes_at);
    self->nodes = PyMem_RawCalloc(end_count + 1, sizeof *self->nodes);
    self->leads = PyMem_RawCalloc(self->places + 1, sizeof *self->leads);
    self->seen = PyMem_RawCalloc(self->places + 1, sizeof *self->seen);
    if (!self->first || !self->ways || !self->nodes_at || !self->nodes || !self->leads || !self->seen) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < way_count; i++) {
        const int64_t *way = ways + 3 * i;
        if (way[0] < 0 || way[0] >= (int64_t)self->places || way[1] < 0 || way[1] >= (int64_t)self->pieces ||
            way[2] < 1 || way[2] >= (int64_t)self->places)
            goto wrong;
        self->leads[way[0]] |= sign_of(way[1]);
        if (way[0] == 0) {
            self->first[way[1]] = (int32_t)way[2];
            continue;
        }
        uint64_t key = (uint64_t)way[0] << 32 | (uint64_t)way[1];
        size_t at = mixed(key, 0) & self->way_mask;
        while (self->ways[at].held)
            at = (at + 1) & self->way_mask;
        self->ways[at] = (Pair){key, (int32_t)way[2], 1};
    }
    for (size_t i = 0; i < end_count; i++) {
        int64_t place = ends[2 * i], node = ends[2 * i + 1];
        if (place < 1 || place >= (int64_t)self->places || node < 0 || node > INT32_MAX ||
            (i && place < ends[2 * i - 2]))
            goto wrong;
        self->nodes[i] = (int32_t)node;
        self->nodes_at[place + 1] = (int32_t)(i + 1);
        if ((size_t)node >= self->node_size)
            self->node_size = (size_t)node + 1;
    }
    for (size_t place = 1; place <= self->places; place++)
        if (self->nodes_at[place] < self->nodes_at[place - 1])
            self->nodes_at[place] = self->nodes_at[place - 1];
    return 0;
wrong:
    PyErr_SetString(PyExc_ValueError, "a place, a piece or a node that is not there");
    return -1;
}

static PyObject *
phrases_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Py_buffer ways, ends;
    unsigned long long seed;
    Py_ssize_t pieces, places;
    static char *names[] = {"seed", "pieces", "places", "ways", "ends", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "Knny*y*", names, &seed, &pieces, &places, &ways, &ends))
        return NULL;
    Phrases *self = NULL;
    if (pieces < 0 || places < 1 || pieces > INT32_MAX || places > INT32_MAX || ends.len / 16 > INT32_MAX)
        PyErr_SetString(PyExc_ValueError, "so many pieces or places are not counted");
    else
        self = (Phrases *)type->tp_alloc(type, 0);
    if (self != NULL) {
        PyObject *number = PyLong_FromUnsignedLongLong(seed);
        self->words = number ? (Words *)PyObject_CallOneArg((PyObject *)&WordsType, number) : NULL;
        Py_XDECREF(number);
        self->pieces = (size_t)pieces;
        self->places = (size_t)places;
        if (self->words == NULL ||
            phrases_fill(self, ways.buf, (size_t)ways.len / (3 * sizeof(int64_t)), ends.buf,
                         (size_t)ends.len / (2 * sizeof(int64_t))) < 0)
            Py_CLEAR(self);
    }
    PyBuffer_Release(&ways);
    PyBuffer_Release(&ends);
    return (PyObject *)self;
}

PyDoc_STRVAR(phrases_know_doc,
"know(kind, /)\n--\n\n"
"Put one more kind of words behind those that are known, the first of which has the number 1: as int64 its signs, a bit\n"
"each; how many pieces stand in it as written, and these; in how many words it is read in plain speech, 0 for as\n"
"written, and for each of these how many pieces and which.");

static PyObject *
phrases_know(Phrases *self, PyObject *args)
{
    Py_buffer kind;
    if (!PyArg_ParseTuple(args, "y*", &kind))
        return NULL;
    const int64_t *row = kind.buf;
    size_t size = (size_t)kind.len / sizeof(int64_t), at = 1, start = self->kinds.size;
    int64_t lists = 1;
    int wrong = size < 3, failed = 0;
    for (int64_t list = 0; !wrong && list < lists; list++) {
        wrong = at >= size || row[at] < 0 || (uint64_t)row[at] > size - at - 1;
        for (size_t last = wrong ? 0 : at + (size_t)row[at]; !wrong && at < last;) {
            at++;
            wrong = row[at] < 0 || row[at] >= (int64_t)self->pieces;
        }
        at++;
        if (!wrong && list == 0) { /* how many words follow */
            wrong = at >= size || row[at] < 0 || (uint64_t)row[at] > size;
            lists += wrong ? 0 : row[at];
            at++;
        }
    }
    if (wrong || at != size)
        PyErr_SetString(PyExc_ValueError, "no kind of words");
    else {
        for (size_t i = 0; !failed && i < size; i++)
            failed = row_add(&self->kinds, row[i]) < 0;
        if (failed || row_add(&self->kind_at, (int64_t)start) < 0)
            PyErr_NoMemory();
    }
    PyBuffer_Release(&kind);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

PyDoc_STRVAR(phrases_read_doc,
"read(data, map, /) -> unknown\n--\n\n"
"Take in the words of listings, which `mark` goes through: those that are unknown are given back, each but once.");

static PyObject *
phrases_read(Phrases *self, PyObject *args)
{
    Py_buffer data, map;
    if (!PyArg_ParseTuple(args, "y*y*", &data, &map))
        return NULL;
    PyObject *unknown = PyList_New(0);
    Text text;
    self->numbers.size = self->parts.size = 0;
    self->unknown = 0;
    int failed = unknown == NULL || begin(self->words, &data, &map, 0, &text) < 0;
    size_t size;
    while (!failed && (size = next_word(&text))) {
        int64_t number = number_of(self->words, &text, size, unknown, &failed);
        int64_t part = text.owner << 32 | (text.fields & UINT32_MAX);
        size_t last = self->numbers.size;
        if (failed || (number == 0 && last && self->numbers.at[last - 1] == 0 && self->parts.at[last - 1] == part))
            continue;
        if (row_add(&self->numbers, number) < 0 || row_add(&self->parts, part) < 0) {
            PyErr_NoMemory();
            failed = 1;
        }
    }
    if (failed) {
        Py_CLEAR(unknown);
        self->numbers.size = self->parts.size = 0;
    } else {
        self->unknown = PyList_GET_SIZE(unknown);
        self->listings = (size_t)text.owner + 1;
    }
    PyBuffer_Release(&data);
    PyBuffer_Release(&map);
    return unknown;
}

typedef struct {
    uint64_t *rows;
    size_t wide; /* numbers of a row */
} Bits;

static void
set_bit(const Bits *into, size_t row, size_t listing)
{
    into->rows[row * into->wide + listing / 64] |= UINT64_C(1) << (listing % 64);
}

static int
come_to(Phrases *self, int32_t place, Row *to, const Bits *into, size_t listing)
{
    if (self->seen[place] != self->listing) {
        self->seen[place] = self->listing;
        for (int32_t i = self->nodes_at[place]; i < self->nodes_at[place + 1]; i++)
            set_bit(into, (size_t)self->nodes[i], listing);
    }
    return self->leads[place] ? row_add(to, place) : 0;
}

/* Go on from the places of `from` by a word in which `pieces` stand, and begin anew. */
static int
go(Phrases *self, const Row *from, Row *to, const int64_t *pieces, int64_t count, const Bits *into, size_t listing)
{
    int failed = 0;
    uint64_t signs = 0;
    to->size = 0;
    for (int64_t k = 0; from->size && k < count; k++)
        signs |= sign_of(pieces[k]);
    for (size_t i = 0; i < from->size; i++)
        for (int64_t k = 0; self->leads[from->at[i]] & signs && k < count; k++) {
            if (!(self->leads[from->at[i]] & sign_of(pieces[k])))
                continue;
            uint64_t key = (uint64_t)from->at[i] << 32 | (uint64_t)pieces[k];
            for (size_t at = mixed(key, 0) & self->way_mask; self->ways[at].held; at = (at + 1) & self->way_mask)
                if (self->ways[at].pair == key) {
                    failed |= come_to(self, self->ways[at].feature, to, into, listing);
                    break;
                }
        }
    for (int64_t k = 0; k < count; k++) {
        int32_t place = self->first[pieces[k]];
        if (place)
            failed |= come_to(self, place, to, into, listing);
    }
    return failed;
}

static void
change(Row *one, Row *other)
{
    Row kept = *one;
    *one = *other;
    *other = kept;
}

/* The places that a listing's words have led to: as written, in plain speech, and room for the next ones. While `same`
 * both are as written. */
typedef struct {
    Row written, spoken, next;
    int same;
} Places;

static int
read_word(Phrases *self, Places *places, int64_t number, const Bits *into, size_t listing, int64_t *signs)
{
    const int64_t *kind = self->kinds.at + self->kind_at.at[number - 1];
    const int64_t *pieces = kind + 2, *spoken = pieces + kind[1] + 1;
    *signs = kind[0];
    if (spoken[-1] && places->same) {
        places->same = 0;
        places->spoken.size = 0;
        for (size_t i = 0; i < places->written.size; i++)
            if (row_add(&places->spoken, places->written.at[i]) < 0)
                return -1;
    }
    if (go(self, &places->written, &places->next, pieces, kind[1], into, listing) < 0)
        return -1;
    change(&places->written, &places->next);
    if (places->same)
        return 0;
    if (!spoken[-1]) {
        if (go(self, &places->spoken, &places->next, pieces, kind[1], into, listing) < 0)
            return -1;
        change(&places->spoken, &places->next);
    }
    for (int64_t i = 0; i < spoken[-1]; i++) {
        const int64_t *word = spoken;
        for (int64_t k = 0; k < i; k++)
            word += 1 + word[0];
        if (go(self, &places->spoken, &places->next, word + 1, word[0], into, listing) < 0)
            return -1;
        change(&places->spoken, &places->next);
    }
    return 0;
}

PyDoc_STRVAR(phrases_mark_doc,
"mark(kinds, nodes, wide, signs, /)\n--\n\n"
"Set in `nodes`, rows of `wide` numbers of 64 bits, the bit of each listing that was read at the nodes of the phrases\n"
"that stand in it, and in the rows `signs` those of the signs of its words. `kinds` says what the unknown words are.");

static PyObject *
phrases_mark(Phrases *self, PyObject *args)
{
    PyObject *kinds;
    Py_buffer nodes, signs;
    Py_ssize_t wide;
    if (!PyArg_ParseTuple(args, "O!w*nw*", &PyList_Type, &kinds, &nodes, &wide, &signs))
        return NULL;
    Bits into = {nodes.buf, (size_t)wide}, signed_in = {signs.buf, (size_t)wide};
    size_t sign_rows = wide > 0 ? (size_t)signs.len / 8 / (size_t)wide : 0;
    Places places = {.same = 1};
    int64_t *learnt = PyMem_RawCalloc((size_t)self->unknown + 1, sizeof *learnt);
    int failed = 0;
    if (learnt == NULL)
        PyErr_NoMemory();
    else if (PyList_GET_SIZE(kinds) != self->unknown)
        PyErr_SetString(PyExc_ValueError, "as many kinds as unknown words");
    else if (wide < 1 || self->listings > (size_t)wide * 64 || self->node_size * (size_t)wide * 8 > (size_t)nodes.len)
        PyErr_SetString(PyExc_ValueError, "no room for so many listings or nodes");
    for (Py_ssize_t i = 0; !PyErr_Occurred() && i < self->unknown; i++) {
        learnt[i] = PyLong_AsLongLong(PyList_GET_ITEM(kinds, i));
        if (!PyErr_Occurred() && (learnt[i] < 0 || learnt[i] > (int64_t)self->kind_at.size))
            PyErr_SetString(PyExc_ValueError, "a kind that is not known");
    }
    int64_t part = -1;
    for (size_t i = 0; !PyErr_Occurred() && !failed && i < self->numbers.size; i++) {
        int64_t number = self->numbers.at[i], word_signs;
        size_t listing = (size_t)(self->parts.at[i] >> 32);
        if (number < 0)
            number = learnt[-1 - number];
        if (number == 0 || self->parts.at[i] != part) {
            places.written.size = places.spoken.size = 0;
            places.same = 1;
            if (self->listing == 0 || part >> 32 != self->parts.at[i] >> 32) {
                if (++self->listing == 0) {
                    memset(self->seen, 0, self->places * sizeof *self->seen);
                    self->listing = 1;
                }
            }
            part = self->parts.at[i];
        }
        if (number == 0)
            continue;
        failed = read_word(self, &places, number, &into, listing, &word_signs);
        for (size_t sign = 0; sign < sign_rows && word_signs >> sign; sign++)
            if (word_signs >> sign & 1)
                set_bit(&signed_in, sign, listing);
    }
    if (failed)
        PyErr_NoMemory();
    PyMem_RawFree(learnt);
    PyMem_RawFree(places.written.at);
    PyMem_RawFree(places.spoken.at);
    PyMem_RawFree(places.next.at);
    self->numbers.size = self->parts.size = 0;
    self->unknown = 0;
    PyBuffer_Release(&nodes);
    PyBuffer_Release(&signs);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *
phrases_put(Phrases *self, PyObject *args)
{
    return words_put(self->words, args);
}

static Py_ssize_t
phrases_length(Phrases *self)
{
    return (Py_ssize_t)self->words->count;
}

static PyMethodDef phrases_methods[] = {
    {"know", (PyCFunction)phrases_know, METH_VARARGS, phrases_know_doc},
    {"read", (PyCFunction)phrases_read, METH_VARARGS, phrases_read_doc},
    {"put", (PyCFunction)phrases_put, METH_VARARGS, words_put_doc},
    {"mark", (PyCFunction)phrases_mark, METH_VARARGS, phrases_mark_doc},
    {NULL},
};

static PySequenceMethods phrases_sequence = {.sq_length = (lenfunc)phrases_length};

static PyTypeObject PhrasesType = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "rules._kernel.Phrases",
    .tp_basicsize = sizeof(Phrases),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_doc = PyDoc_STR("Phrases(seed, pieces, places, ways, ends)\n--\n\nPhrases as ways through the pieces of their words."),
    .tp_new = phrases_new,
    .tp_dealloc = (destructor)phrases_dealloc,
    .tp_methods = phrases_methods,
    .tp_as_sequence = &phrases_sequence,
};

/* Steps: expressions over rows of bits ------------------------------------------------------------------------------- */

PyDoc_STRVAR(steps_doc,
"steps(program, rows, wide, every, /) -> rows\n--\n\n"
"For each step of `program` the row of the listings for which it holds, `wide` numbers of 64 bits each. A step is, as\n"
"int64: how many must hold of what follows; how many of `rows`, and which; how many of the steps before it, and which.\n"
"One of which 0 must hold is `every`.");

/* Sets `made` to the listings that stand in at least `least` of those that were counted; `level` has `least` rows. */
static void
count_row(uint64_t *level, int64_t least, const uint64_t *row, size_t wide)
{
    for (size_t i = 0; i < wide; i++) {
        uint64_t there = row[i];
        for (int64_t k = least - 1; k > 0; k--)
            level[(size_t)k * wide + i] |= level[(size_t)(k - 1) * wide + i] & there;
        level[i] |= there;
    }
}

static PyObject *
kernel_steps(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer program, rows, every;
    Py_ssize_t wide_given;
    if (!PyArg_ParseTuple(args, "y*y*ny*", &program, &rows, &wide_given, &every))
        return NULL;
    const int64_t *at = program.buf, *end = at + (size_t)program.len / sizeof *at;
    size_t wide = wide_given > 0 ? (size_t)wide_given : 1, count = 0, most = 1;
    size_t row_count = (size_t)rows.len / 8 / wide;
    int wrong = wide_given < 1 || (size_t)every.len != wide * 8;
    for (const int64_t *one = at; !wrong && one < end; count++) { /* all of it is looked at before anything is done */
        int64_t among = 0, least = one[0];
        one++;
        for (int list = 0; !wrong && list < 2; list++) {
            int64_t bound = list ? (int64_t)count : (int64_t)row_count;
            wrong = one >= end || one[0] < 0 || one[0] > end - one - 1;
            for (int64_t i = 0; !wrong && i < one[0]; i++)
                wrong = one[1 + i] < 0 || one[1 + i] >= bound;
            among += wrong ? 0 : one[0];
            one += wrong ? 0 : 1 + one[0];
        }
        wrong |= least < 0 || least > among;
        most = !wrong && (size_t)least > most ? (size_t)least : most;
    }
    PyObject *result = wrong ? NULL : PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * wide * 8));
    uint64_t *level = result ? PyMem_RawMalloc(most * wide * 8) : NULL;
    if (wrong)
        PyErr_SetString(PyExc_ValueError, "no steps over these rows");
    else if (level == NULL) {
        Py_CLEAR(result);
        PyErr_NoMemory();
    }
    uint64_t *held = result ? (uint64_t *)PyBytes_AS_STRING(result) : NULL;
    for (size_t step = 0; result && step < count; step++) {
        int64_t least = at[0], tests = at[1], steps = at[2 + tests];
        const uint64_t *among = rows.buf, *all = every.buf;
        uint64_t *made = held + step * wide;
        const int64_t *test = at + 2, *before = at + 3 + tests;
        memcpy(made, all, wide * 8);
        if (least == tests + steps) {
            uint64_t some = 1;
            for (int64_t k = 0; some && k < tests + steps; k++) {
                const uint64_t *row = k < steps ? held + (size_t)before[k] * wide : among + (size_t)test[k - steps] * wide;
                some = 0;
                for (size_t i = 0; i < wide; i++)
                    some |= made[i] &= row[i];
            }
        } else if (least > 0) {
            memset(level, 0, (size_t)least * wide * 8);
            for (int64_t k = 0; k < tests + steps; k++)
                count_row(level, least, k < steps ? held + (size_t)before[k] * wide : among + (size_t)test[k - steps] * wide,
                          wide);
            for (size_t i = 0; i < wide; i++)
                made[i] &= level[(size_t)(least - 1) * wide + i];
        }
        at += 3 + tests + steps;
    }
    PyMem_RawFree(level);
    PyBuffer_Release(&program);
    PyBuffer_Release(&rows);
    PyBuffer_Release(&every);
    return result;
}

static PyMethodDef kernel_functions[] = {
    {"steps", kernel_steps, METH_VARARGS, steps_doc},
    {NULL},
};

/* The module ------------------------------------------------------------------------------------------------------- */

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "rules._kernel",
    .m_doc = PyDoc_STR("Inner loops of the first look at listings."),
    .m_size = -1,
    .m_methods = kernel_functions,
};

PyMODINIT_FUNC
PyInit__kernel(void)
{
    if (PyType_Ready(&WordsType) < 0 || PyType_Ready(&LikenessType) < 0 || PyType_Ready(&PhrasesType) < 0)
        return NULL;
    PyObject *made = PyModule_Create(&module);
    if (made == NULL || PyModule_AddIntConstant(made, "EDITION", EDITION) < 0 ||
        PyModule_AddObjectRef(made, "Words", (PyObject *)&WordsType) < 0 ||
        PyModule_AddObjectRef(made, "Likeness", (PyObject *)&LikenessType) < 0 ||
        PyModule_AddObjectRef(made, "Phrases", (PyObject *)&PhrasesType) < 0) {
        Py_XDECREF(made);
        return NULL;
    }
    return made;
}
