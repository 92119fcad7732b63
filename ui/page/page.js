/* Behaviour in the browser. Panels hold plain buttons with `data-act`; this hands them to the server or acts itself. */
(() => {
  const opened = new Set();
  const SURE_FOR = 3000;
  const TYPING_PAUSE = 180;
  let typing = 0;
  let askHints = null;
  const query = (selector) => document.querySelector(selector);
  const isDark = () => document.body.classList.contains("dark");

  function setDark(dark) {
    document.body.classList.toggle("dark", dark);
    try { localStorage.setItem("miaoti-dark", dark ? "1" : "0"); } catch (error) { /* private window */ }
  }

  function restoreTheme() {
    let kept = null;
    try { kept = localStorage.getItem("miaoti-dark"); } catch (error) { /* private window */ }
    if (kept !== null) document.body.classList.toggle("dark", kept === "1");
  }

  async function copy(button) {
    const text = button.dataset.text;
    try {
      await navigator.clipboard.writeText(text);
    } catch (error) {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    button.classList.add("done");
    setTimeout(() => { button.textContent = label; button.classList.remove("done"); }, 1400);
  }

  function fill(text) {
    const box = query("#composer textarea");
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  }

  function rename(button, trigger) {
    const row = button.closest("li");
    const open = row.querySelector(".open span");
    const input = Object.assign(document.createElement("input"), { className: "rename", value: button.dataset.name });
    input.setAttribute("aria-label", button.title);
    open.hidden = true;
    row.prepend(input);
    input.focus();
    input.select();
    let closed = false;
    const close = (save) => {
      if (closed) return;
      closed = true;
      const name = input.value.trim();
      input.remove();
      open.hidden = false;
      if (save && name && name !== button.dataset.name) trigger("edit", { id: button.dataset.id, name });
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) close(true);
      if (event.key === "Escape") close(false);
    });
    input.addEventListener("blur", () => close(true));
  }

  function remove(button, trigger) {
    if (button.dataset.armed) return trigger("delete", { id: button.dataset.id });
    const label = button.textContent;
    button.dataset.armed = "1";
    button.textContent = button.dataset.sure;
    button.classList.add("armed");
    setTimeout(() => { delete button.dataset.armed; button.textContent = label; button.classList.remove("armed"); }, SURE_FOR);
  }

  function act(button, trigger) {
    const { act: what, id, text, approve } = button.dataset;
    if (what === "copy") return void copy(button);
    if (what === "fill") return fill(text);
    if (what === "rename") return rename(button, trigger);
    if (what === "delete") return remove(button, trigger);
    if (what === "menu") return void document.body.classList.toggle("drawer");
    if (what === "theme") return setDark(!isDark());
    if (what === "open") document.body.classList.remove("drawer");
    if (what === "say" && document.body.classList.contains("busy")) return;
    const sent = { say: ["submit", { text }], open: ["select", { id }], answer: ["apply", { id, approve: approve === "yes" }] }[what];
    if (what === "answer") button.closest(".asking").querySelectorAll("button").forEach((one) => { one.disabled = true; });
    if (sent) trigger(...sent);
  }

  function restoreOpened(element) {
    element.querySelectorAll("details[data-key]").forEach((one) => { one.open = opened.has(one.dataset.key); });
  }

  function attach(element, trigger, watch) {
    if (element.dataset.attached) return;
    element.dataset.attached = "1";
    if (element.closest("#hints")) askHints = trigger;
    element.addEventListener("click", (event) => {
      const button = event.target.closest("[data-act]");
      if (button) return act(button, trigger);
      const folded = event.target.closest("summary")?.parentElement;
      if (folded?.dataset.key) opened[folded.open ? "delete" : "add"](folded.dataset.key);
    });
    watch("value", () => { restoreOpened(element); settle(); });
    settle();
  }

  /* Follow the talk unless the reader scrolled up. */
  let follow = true;
  function settle() {
    document.body.classList.toggle("untyped", !query("#composer textarea")?.value);
    const talk = query("#talk");
    if (!talk) return;
    if (!talk.dataset.watched) {
      talk.dataset.watched = "1";
      talk.addEventListener("scroll", () => { follow = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 120; });
    }
    document.body.classList.toggle("busy", Boolean(query("#live .turn")));
    if (query("#live .turn") && query("#live .turn").dataset.seen !== "1") { follow = true; query("#live .turn").dataset.seen = "1"; }
    const place = query("#history [data-thread]");
    if (place) remember(place.dataset.thread);
    if (follow && query("#talk .turn")) requestAnimationFrame(() => { talk.scrollTop = talk.scrollHeight; });
    if (!query("#talk .turn")) talk.scrollTop = 0;
  }

  function remember(id) {
    const address = new URL(location.href);
    if (id) address.searchParams.set("t", id); else address.searchParams.delete("t");
    history.replaceState(null, "", address);
  }

  document.addEventListener("input", (event) => {
    if (!event.target.closest("#composer")) return;
    const text = event.target.value;
    document.body.classList.toggle("untyped", !text);
    clearTimeout(typing);
    typing = setTimeout(() => askHints?.("input", { text }), TYPING_PAUSE);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.body.classList.remove("drawer");
  });
  document.addEventListener("click", (event) => {
    if (document.body.classList.contains("drawer") && !event.target.closest("#side, [data-act=menu]")) document.body.classList.remove("drawer");
  });
  document.addEventListener("DOMContentLoaded", restoreTheme);
  if (document.body) restoreTheme();
  window.miaoti = { attach };
})();
