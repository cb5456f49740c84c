"use strict";
/* Improvements only: every page works without this file. */

const menuButton = document.querySelector(".menu-button");
const mainNav = document.getElementById("main-nav");
if (menuButton && mainNav) {
  menuButton.setAttribute("role", "button");
  menuButton.setAttribute("aria-controls", mainNav.id);
  menuButton.setAttribute("aria-expanded", "false");
  const toggle = (event) => {
    event.preventDefault();
    const open = mainNav.classList.toggle("is-open");
    menuButton.setAttribute("aria-expanded", String(open));
  };
  menuButton.addEventListener("click", toggle);
  menuButton.addEventListener("keydown", (event) => {
    if (event.key === " ") toggle(event);
  });
}

/* Open menus close on Escape and on a click outside. */
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Where a whole part was replaced, the reader is moved to what is new in it. */
function focusNew(within) {
  const target = within.matches("[data-focus]") ? within : within.querySelector("[data-focus]");
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}
document.body.addEventListener("htmx:afterSettle", (event) => focusNew(event.target));
const summary = document.querySelector(".error-summary[data-focus]");
if (summary) summary.focus();

/* HX-Trigger: {"besked": {"value": "Handlingen er tilføjet"}} */
document.body.addEventListener("besked", (event) => {
  document.getElementById("spoken").textContent = event.detail.value;
});

/* An answer that never came, or came as an error, is said where it can be seen. */
const notSaved = document.getElementById("not-saved");
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(name, () => { notSaved.hidden = false; });
}
document.body.addEventListener("htmx:beforeRequest", () => { notSaved.hidden = true; });

/* Waiting is said in words, and only when it takes a while. */
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const target = event.detail.target;
  target.busyTimer = setTimeout(() => target.setAttribute("aria-busy", "true"), 400);
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  clearTimeout(event.detail.target.busyTimer);
  event.detail.target.removeAttribute("aria-busy");
});
