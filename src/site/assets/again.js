// A part of the page that is waited for: fetched again every few seconds until it says what it is to say, and then no
// more. Without this script a link beside it loads the page again.
const waiting = document.querySelector('[data-again]')
if (waiting) void look(waiting)

async function look(part) {
  await new Promise((done) => setTimeout(done, 4000))
  const next = document.hidden ? undefined : await fetched(part).catch(() => undefined)
  if (next && !next.dataset.again) {
    part.replaceChildren(...next.childNodes)
    return
  }
  await look(part)
}

async function fetched({ id, dataset }) {
  const reply = await fetch(dataset.again)
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html')
  return page.getElementById(id)
}
