/* On a disk there is no host that finds the page of a folder: links name it. This is no module, since a browser runs none from there. */
if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href]")) {
    const to = new URL(link.getAttribute("href"), location.href);
    if (to.protocol !== "file:" || !to.pathname.endsWith("/")) continue;
    to.pathname += "index.html";
    link.setAttribute("href", to.href);
  }
}
