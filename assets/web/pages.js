// What pages need beside htmx: keys that press buttons, forms that are sent once, a word when the hub is away.
"use strict";
(() => {
  const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), select, textarea");

  document.addEventListener("keydown", (pressed) => {
    if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat || typing(pressed.target)) return;
    const found = document.querySelector(`[data-key="${CSS.escape(pressed.key.toLowerCase())}"]:not([disabled])`);
    if (!found) return;
    pressed.preventDefault();
    if (found.matches("input, select, textarea")) found.focus();
    else found.click();
  });

  document.querySelector(".ways a[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

  document.addEventListener("submit", (sent) => {
    if (sent.target.dataset.sent) { sent.preventDefault(); return; }
    sent.target.dataset.sent = "yes";
    setTimeout(() => { delete sent.target.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  const away = (is) => { const told = document.getElementById("away"); if (told) told.hidden = !is; };
  const whenBack = () => fetch(location.href, { cache: "no-store" })
    .then((answer) => (answer.status < 500 ? location.reload() : setTimeout(whenBack, 3000)), () => setTimeout(whenBack, 3000));
  document.addEventListener("htmx:sse:error", () => away(true));
  document.addEventListener("htmx:error", (told) => {
    if (!told.target.matches?.("[hx-sse\\:connect]")) return;
    away(true); // it never began, so nothing begins it again
    setTimeout(whenBack, 3000);
  });
  document.addEventListener("htmx:sse:before:message", () => away(false));
  // A hub that stands still, or a cable that is out, breaks no stream: ask now and then.
  let silent = false;
  const listen = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(5000) })
    .then((answer) => { if (!answer.ok) throw new Error("away"); if (silent) away(false); silent = false; })
    .catch(() => { silent = true; away(true); })
    .finally(() => setTimeout(listen, 10000));
  if (document.querySelector("[hx-sse\\:connect]")) setTimeout(listen, 10000);
  document.addEventListener("signed-out", () => location.reload());

  for (const shown of document.querySelectorAll("[data-until]")) {
    const until = Number(shown.dataset.until) * 1000, behind = Date.now() - Number(shown.dataset.now) * 1000;
    const tick = () => {
      const left = Math.max(0, Math.round((until - (Date.now() - behind)) / 1000));
      shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left > 0) setTimeout(tick, 1000); else location.replace(shown.dataset.then);
    };
    tick();
  }
})();
