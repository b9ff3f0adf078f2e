// Draws the classifieds: /iklan/?page=N as cards, /iklan/d/ID as one notice. Text only ever enters as textContent.
"use strict";

const app = document.getElementById("app");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function posted(item) {
  const time = element("time", "ad-date");
  time.dateTime = item.tayang;
  time.textContent = new Intl.DateTimeFormat("id-ID", { dateStyle: "long", timeZone: "Asia/Jakarta" })
    .format(new Date(item.tayang));
  return time;
}

function picture(item, width, height) {
  const image = element("img");
  image.src = item.gambar;
  image.alt = "";
  image.width = width;
  image.height = height;
  return image;
}

function card(item) {
  const made = element("article", "ad-card");
  const link = element("a", "ad-link", item.judul);
  link.href = "/iklan/d/" + encodeURIComponent(item.id);
  const heading = element("h2");
  heading.append(link);
  made.append(picture(item, 96, 72), heading, element("p", "ad-price", item.harga),
    element("p", "ad-place", item.lokasi), posted(item));
  return made;
}

async function ask(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function drawIndex() {
  let page = Number(new URLSearchParams(location.search).get("page") || "1");
  const list = element("div", "ad-list");
  const more = element("button", "ad-more", "Muat lagi");
  const next = element("a", "ad-next", "Halaman berikutnya");
  next.rel = "next";
  const foot = element("nav", "halaman");

  async function load() {
    const answer = await ask("/iklan/api/list.json?page=" + page);
    list.append(...answer.items.map(card));
    page = answer.page + 1;
    next.href = "/iklan/?page=" + page;
    if (answer.page >= answer.pages) foot.remove();
  }

  more.addEventListener("click", load);
  foot.append(more, next);
  app.append(element("h1", "", "Iklan terbaru"), list, foot);
  await load();
}

async function drawNotice(id) {
  const item = await ask("/iklan/api/item/" + encodeURIComponent(id) + ".json");
  document.title = item.judul + " | Iklan Baris Kenari";
  const made = element("article", "ad");
  const facts = element("p", "ad-facts");
  facts.append(element("span", "ad-category", item.kategori), " · ", element("span", "ad-seller", item.penjual),
    " · ", element("span", "ad-place", item.lokasi), " · ", posted(item));
  made.append(element("h1", "ad-title", item.judul), element("p", "ad-price", item.harga), facts,
    picture(item, 320, 240), element("div", "ad-body", item.isi));
  app.append(made);
}

const notice = location.pathname.match(/^\/iklan\/d\/([^/]+)$/);
(notice ? drawNotice(decodeURIComponent(notice[1])) : drawIndex())
  .catch(() => app.append(element("p", "ad-error", "Iklan tidak dapat dimuat.")))
  .finally(() => { document.body.dataset.ready = "yes"; });
