// The hall display: shows what the hub tells, says each new call once, waits calmly for the hub.
const root = document.documentElement;
const parts = Object.fromEntries(
  [...document.querySelectorAll("[data-part]")].map((each) => [each.dataset.part, each]),
);
const words = parts.words.dataset;
const base = location.pathname.replace(/\/$/, "");
const kept = (name) => `yizhan ${base} ${name}`;

const SILENCE = 25000; // after so long without a word from the hub it counts as away
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 10000;
const CALL_IS_STUCK = 90000;

function remember(name, value) {
  try {
    localStorage.setItem(kept(name), value);
  } catch {
    // A browser that keeps nothing asks for the sound again after each start.
  }
}

function recall(name) {
  try {
    return localStorage.getItem(kept(name));
  } catch {
    return null;
  }
}

// -- the voice ------------------------------------------------------------------------------

const voice = new Audio();
voice.preload = "auto";
let waiting = [];
let speaking = null;
let sound = false;
let leads = !navigator.locks;
let volume = 1;

// Of several windows of one browser one speaks; the next takes over when it is closed.
if (navigator.locks) {
  navigator.locks.request("yizhan voice", () => {
    leads = true;
    return new Promise(() => {});
  });
}

function hear(call) {
  if (!sound || !leads || volume <= 0) return;
  waiting = [...waiting.filter((each) => each.counter !== call.counter), call];
  speak();
}

function speak() {
  if (speaking || !waiting.length || !sound) return;
  speaking = waiting.shift();
  voice.volume = volume;
  voice.src = `${base}/say/${speaking.number}/${speaking.counter}.wav`;
  speaking.stuck = setTimeout(ended, CALL_IS_STUCK);
  voice.play().catch((error) => {
    if (error.name === "NotAllowedError") askForSound();
    ended();
  });
}

function ended() {
  if (!speaking) return;
  clearTimeout(speaking.stuck);
  speaking = null;
  speak();
}

voice.addEventListener("ended", ended);
voice.addEventListener("error", ended);

function showSound() {
  root.dataset.sound = sound ? "on" : "off";
  parts.sound.setAttribute("aria-pressed", String(sound));
  parts.sound.textContent = sound ? words.soundOn : words.soundOff;
}

function askForSound() {
  sound = false;
  waiting = [];
  showSound();
}

async function startSound() {
  voice.src = `${base}/say/chime.wav`;
  voice.volume = volume || 1;
  try {
    await voice.play();
    sound = true;
  } catch (error) {
    sound = error.name !== "NotAllowedError";
  }
  showSound();
}

parts.sound.addEventListener("click", () => {
  remember("sound", sound ? "off" : "on");
  if (sound) {
    askForSound();
    voice.pause();
    ended();
  } else {
    startSound();
  }
});

// -- the picture ----------------------------------------------------------------------------

function text(className, value) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = value;
  return made;
}

function counter(number) {
  const made = document.createElement("span");
  made.className = "counter";
  const [before, behind] = words.counter.split("{counter}");
  made.append(text("word", before.trim()), text("which", number), text("word", behind.trim()));
  return made;
}

function row(call, className) {
  const made = document.createElement("li");
  made.className = className + (call.waits ? " waits" : "");
  made.append(
    text("number", call.number),
    text("arrow", "→"),
    counter(call.counter),
  );
  return made;
}

function both(name) {
  return name.en && name.en !== name.zh ? [text("zh", name.zh), text("en", name.en)] : [text("zh", name.zh)];
}

function service(each) {
  const made = document.createElement("li");
  const name = document.createElement("span");
  name.className = "service";
  name.append(...both(each.name));
  made.append(name, text("count", each.count));
  return made;
}

const most = (name) => Number(getComputedStyle(root).getPropertyValue(name)) || 4;
let notices = [];
let turn = 0;

function show(board) {
  parts.name.replaceChildren(...both(board.name));
  parts.current.replaceChildren(...board.current.slice(0, most("--rows")).map((each) => row(each, "call")));
  parts.last.replaceChildren(...board.last.map((each) => row(each, "recent")));
  parts.waiting.replaceChildren(...board.waiting.slice(0, most("--cells")).map(service));
  root.dataset.calls = board.current.length || board.last.length ? "some" : "none";
  root.dataset.waiting = board.waiting.length ? "some" : "none";
  notices = board.notices;
  showNotice();
}

function showNotice() {
  const notice = notices[turn % Math.max(1, notices.length)];
  parts.notice.replaceChildren(...(notice ? both(notice) : []));
}

setInterval(() => {
  turn += 1;
  showNotice();
}, 8000);

// -- the time -------------------------------------------------------------------------------

let ahead = 0; // of this clock over the hub's
let told = null; // when the hub spoke last, by its clock

function hour(at) {
  const local = new Date(at).toLocaleTimeString("en-GB", { timeZone: "Asia/Shanghai" });
  return local.slice(0, 5);
}

setInterval(() => {
  parts.clock.textContent = hour(Date.now() - ahead);
}, 1000);

// -- the hub --------------------------------------------------------------------------------

let after = recall("after");
let line = null;
let wait = FIRST_WAIT;
let quiet = null;

function heard(message) {
  const news = JSON.parse(message.data);
  after = String(news.position);
  remember("after", after);
  const now = Date.parse(news.now);
  ahead = Date.now() - now;
  told = now;
  wait = FIRST_WAIT;
  volume = Math.min(1, Math.max(0, news.volume));
  root.dataset.hub = "here";
  show(news.board);
  news.calls.forEach(hear);
  listenFor();
}

function listenFor() {
  clearTimeout(quiet);
  quiet = setTimeout(lost, SILENCE);
}

function lost() {
  clearTimeout(quiet);
  if (line) line.close();
  line = null;
  if (root.dataset.hub !== "ended") {
    root.dataset.hub = "away";
    parts.away.textContent = told === null ? words.never : words.away.replace("{time}", hour(told));
  }
  setTimeout(listen, wait);
  wait = Math.min(LONGEST_WAIT, wait * 2);
}

function listen() {
  line = new EventSource(`${base}/live${after === null ? "" : `?after=${after}`}`);
  line.onmessage = heard;
  line.onerror = lost;
  line.addEventListener("ended", () => {
    root.dataset.hub = "ended";
    parts.away.textContent = words.ended;
    wait = LONGEST_WAIT;
    lost();
  });
  listenFor();
}

showSound();
if (recall("sound") === "on") startSound();
listen();
