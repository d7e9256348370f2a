// Related pages: the list takes the place of the link to it when the reader comes near the end of the article.
export function related(section) {
  const link = section.querySelector("a");
  const bring = async () => {
    const answer = await fetch(link.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (!answer?.ok) return;
    const list = document.createElement("div");
    list.innerHTML = await answer.text();
    link.closest("p").replaceWith(list);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      bring();
    },
    { rootMargin: "300px" },
  );
  observer.observe(section);
}
