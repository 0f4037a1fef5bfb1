// What stands under "now" goes on by itself; without this script the page is loaded again instead.
"use strict";

const now = document.getElementById("now");
const away = document.getElementById("away");
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
let wait = FIRST_WAIT;

function listen() {
  const line = new EventSource(now.dataset.live);
  line.onopen = () => {
    wait = FIRST_WAIT;
    away.hidden = true;
  };
  line.onmessage = (message) => {
    const changed = now.dataset.shown !== undefined && now.dataset.shown !== message.data;
    now.dataset.shown = message.data;
    now.innerHTML = message.data;
    now.classList.toggle("changed", changed);
    if (changed && navigator.vibrate) navigator.vibrate(200);
  };
  line.addEventListener("over", () => {
    line.close();
    location.reload();
  });
  line.onerror = () => {
    line.close();
    away.hidden = false;
    setTimeout(listen, wait);
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
}

if (now && now.dataset.live) listen();
