// Keeps the page that checks documents without a network. It answers only when the network does not.
self.addEventListener("install", (event) => {
  const keep = async () => (await caches.open("verify")).add(new Request(PAGE_ADDRESS, { cache: "reload" }));
  event.waitUntil(keep().then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  const answer = async () => {
    try {
      const fresh = await fetch(event.request);
      if (fresh.ok && new URL(event.request.url).pathname === PAGE_ADDRESS) {
        (await caches.open("verify")).put(PAGE_ADDRESS, fresh.clone());
      }
      return fresh;
    } catch {
      return (await caches.match(PAGE_ADDRESS)) ?? Response.error();
    }
  };
  event.respondWith(answer());
});
