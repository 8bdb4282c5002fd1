"use strict";
(() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const one = (query) => document.querySelector(query);
  document.documentElement.classList.add("on");

  const tiers = all(".tiers button");
  const search = one("#cari"), form = one("#bentuk"), part = one("#bagian"), unseen = one("#belum");
  const help = one("#tolong"), count = one("#jumlah"), none = one("#kosong");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const number = new Intl.NumberFormat("id");

  // Only on this device, and only to help remembering: a private window may refuse it.
  const memory = {
    has(id) { try { return localStorage.getItem("patroli:dilihat:" + id) !== null; } catch { return false; } },
    set(id, yes) {
      try {
        if (yes) localStorage.setItem("patroli:dilihat:" + id, "1");
        else localStorage.removeItem("patroli:dilihat:" + id);
      } catch { /* the box still works until the page is closed */ }
    },
  };

  const items = all(".item").map((element) => ({
    element,
    tier: element.dataset.tier,
    part: element.dataset.part,
    forms: element.dataset.forms.split(" "),
    box: element.querySelector(".seen input"),
    text: null,
  }));
  let shown = items, current = null;

  const textOf = (item) => (item.text ??= plain(item.element.textContent));

  function filter() {
    const pressed = new Set(tiers.filter((b) => b.ariaPressed === "true").map((b) => b.dataset.tier));
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    shown = items.filter((item) =>
      pressed.has(item.tier)
      && (!form.value || item.forms.includes(form.value))
      && (!part || !part.value || item.part === part.value)
      && (!unseen.checked || !item.box.checked)
      && words.every((word) => textOf(item).includes(word)));
    const keep = new Set(shown);
    for (const item of items) item.element.hidden = !keep.has(item);
    count.textContent = shown.length === items.length
      ? `${number.format(items.length)} butir`
      : `${number.format(shown.length)} dari ${number.format(items.length)} butir`;
    none.hidden = shown.length > 0 || items.length === 0;
  }

  function reset() {
    for (const button of tiers) button.ariaPressed = "true";
    search.value = form.value = "";
    if (part) part.value = "";
    unseen.checked = false;
    filter();
  }

  function go(item) {
    if (!item) return;
    current?.element.classList.remove("current");
    current = item;
    item.element.classList.add("current");
    item.element.focus({ preventScroll: true });
    item.element.scrollIntoView({ block: "start" });
  }

  function step(by) {
    const at = shown.indexOf(current);
    if (at >= 0) return go(shown[at + by]);
    const order = items.indexOf(current);
    return go(by > 0
      ? shown.find((item) => items.indexOf(item) > order)
      : shown.findLast((item) => items.indexOf(item) < order));
  }

  function see(item, yes) {
    item.box.checked = yes;
    item.element.classList.toggle("done", yes);
    memory.set(item.element.dataset.id, yes);
  }

  for (const item of items) {
    item.box.checked = memory.has(item.element.dataset.id);
    item.element.classList.toggle("done", item.box.checked);
    item.box.addEventListener("change", () => see(item, item.box.checked));
    item.element.addEventListener("focusin", () => {
      current?.element.classList.remove("current");
      current = item;
      item.element.classList.add("current");
    });
  }

  const toggle = (button) => { button.ariaPressed = String(button.ariaPressed !== "true"); filter(); };
  for (const button of tiers) button.addEventListener("click", () => toggle(button));
  search.addEventListener("input", filter);
  for (const field of [form, part, unseen]) field?.addEventListener("change", filter);
  one(".filters").addEventListener("submit", (event) => event.preventDefault());
  one("#ulang").addEventListener("click", reset);
  one("#bantuan").addEventListener("click", () => help.showModal());

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    "/": () => { search.focus(); search.select(); },
    0: reset,
    "?": () => help.showModal(),
    s: () => current && see(current, !current.box.checked),
    o: () => current?.element.querySelector(".open")?.click(),
    b: () => { const more = current?.element.querySelector(".more"); if (more) more.open = !more.open; },
  };
  tiers.forEach((button, index) => { keys[index + 1] = () => toggle(button); });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.target.matches("input:not([type=checkbox]), select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = keys[event.key];
    if (!act || (event.repeat && !"jk".includes(event.key))) return;
    event.preventDefault();
    act();
  });

  // On paper everything is open; afterwards it is as it was.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => { for (const details of opened) details.open = false; });
  filter();
})();
