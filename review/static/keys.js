// Keys of the workbench. Each key presses a button or link that is on the page anyway (data-key), so nothing here can
// do what the mouse cannot. Silent while typing, with modifiers, and when the person has switched keys off.
// Loaded in the head without waiting, so that a key pressed while the page still arrives is not lost.
"use strict";

(() => {
  const CHORD_MS = 1200;
  const FIELDS = "input:not([type=hidden]), textarea, select, [contenteditable]";
  const WAYS = ["j", "k", "Enter"];
  let chord = { first: "", until: 0 };
  // Ways through a list that were pressed before its rows had arrived, in their order.
  let early = [];

  // Keys that the person chose in place of the usual ones: usual to chosen, and back.
  let chosen = {};
  const usual = (key) => {
    chosen = JSON.parse(document.body?.dataset.keymap ?? "{}");
    const found = Object.keys(chosen).find((one) => chosen[one] === key);
    return found ?? (key in chosen ? "" : key);
  };

  document.addEventListener("DOMContentLoaded", () => {
    chosen = JSON.parse(document.body.dataset.keymap ?? "{}");
    document.querySelectorAll("kbd").forEach((element) => {
      element.textContent = chosen[element.textContent] ?? element.textContent;
    });
    if (document.body.dataset.keys === "on") early.forEach(act);
    early = [];
  });

  const shown = (element) => element.checkVisibility();

  const target = (key) =>
    [...document.querySelectorAll("[data-key]")].find((element) => element.dataset.key === key && shown(element));

  const startsChord = (key) =>
    [...document.querySelectorAll("[data-key]")].some((element) => element.dataset.key.startsWith(key + " "));

  // What stands behind a press is not dismissed by two keys in a row: the reason gets the focus, Enter then confirms.
  // The server asks whoever presses with the mouse, and whoever has no JavaScript.
  const dismissesUnread = (element) =>
    element.matches('button[name=choice][value^="dismiss:"]') && document.querySelector("details.closed:not([open])");
  const form = (name) => document.getElementById("deciding")?.elements[name];

  // Opening the text ticks "I have read it".
  document.addEventListener("toggle", (event) => {
    const read = form("read");
    if (read && event.target.matches("details.closed") && event.target.open) read.checked = true;
  }, true);

  const press = (element) => {
    if (element.matches(FIELDS)) {
      element.focus();
      return;
    }
    if (dismissesUnread(element)) {
      document.querySelector("[data-unread]")?.removeAttribute("hidden");
      if (form("unread")) form("unread").value = "yes";
      element.focus();
      return;
    }
    element.click();
    if (element.matches("summary")) element.focus();
  };

  // In lists j and k walk the links of the rows, and Enter opens the one that was come to, or else the first.
  const listed = () => [...document.querySelectorAll("a[data-row]")].filter(shown);

  const opens = () => {
    const rows = listed();
    const row = rows.find((one) => one === document.activeElement) ?? rows[0];
    row?.click();
    return Boolean(row);
  };

  const walk = (step) => {
    const rows = listed();
    if (rows.length === 0) return false;
    const at = rows.indexOf(document.activeElement);
    const next = at === -1 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    if (rows[next]) {
      rows[next].focus();
      rows[next].closest("tr")?.scrollIntoView({ block: "nearest" });
    }
    return true;
  };

  const act = (key) => {
    if (key === "Enter") return opens();
    if (chord.first && Date.now() < chord.until) {
      const pair = target(chord.first + " " + key);
      chord = { first: "", until: 0 };
      if (pair) {
        press(pair);
        return true;
      }
    }
    const found = target(key);
    if (found) {
      press(found);
      return true;
    }
    if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1);
    if (startsChord(key)) {
      chord = { first: key, until: Date.now() + CHORD_MS };
      return true;
    }
    return false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const field = event.target instanceof Element ? event.target.closest(FIELDS) : null;
    if (field) {
      if (event.key === "Escape") field.blur();
      return;
    }
    if (document.body && document.body.dataset.keys !== "on") return;
    const free = !(event.target instanceof Element) || event.target.matches("html, body, main");
    if (event.key.length !== 1 && !(event.key === "Enter" && free)) return;
    const key = event.key === "Enter" ? "Enter" : usual(event.key);
    if (event.repeat && key !== "j" && key !== "k") return;
    if (document.readyState === "loading" && WAYS.includes(key) && !target(key)) early.push(key);
    else if (key && act(key)) event.preventDefault();
  });

  // A second press while the first is under way must not decide the next lead as well.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });

  // A page that comes back from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    if (location.hash === "#q") document.getElementById("q")?.focus();
  });
})();
