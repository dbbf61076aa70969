"use strict";

// Keeps the list of runs live: the server names the runs that changed, and their cards are fetched.
const runs = document.getElementById("runs");
const connection = document.getElementById("connection");

function showTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    time.textContent = new Date(time.dateTime).toLocaleString();
  }
}

function refresh(runId) {
  const card = document.getElementById("run-" + runId);
  if (card) {
    htmx.ajax("GET", "/page/runs/" + encodeURIComponent(runId), { target: card, swap: "outerHTML" });
  } else {
    htmx.trigger(runs, "refresh");
  }
}

const changes = new EventSource("/page/changes");
changes.onmessage = (message) => JSON.parse(message.data).forEach(refresh);
changes.onerror = () => { connection.hidden = false; };
changes.onopen = () => {
  if (!connection.hidden) {
    connection.hidden = true;
    htmx.trigger(runs, "refresh");
  }
};
document.body.addEventListener("htmx:afterSettle", () => showTimes(runs));
showTimes(runs);

// Shows the photo that was chosen or dropped.
const drop = document.getElementById("drop");
const input = drop.querySelector("input");
const preview = document.getElementById("preview");

function show() {
  const [photo] = input.files;
  preview.hidden = !photo;
  document.getElementById("hint").hidden = Boolean(photo);
  if (photo) {
    preview.src = URL.createObjectURL(photo);
  }
}

input.addEventListener("change", show);
preview.addEventListener("load", () => URL.revokeObjectURL(preview.src));
for (const name of ["dragenter", "dragover"]) {
  drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
for (const name of ["dragleave", "drop"]) {
  drop.addEventListener(name, () => drop.classList.remove("over"));
}
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) {
    input.files = event.dataTransfer.files;
    show();
  }
});
