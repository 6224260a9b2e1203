// Windows: a link with data-dialog shows the page it leads to in the dialog of this page. Whatever goes wrong, the
// link is followed as it would be without this script.
const dialog = document.querySelector('dialog[data-window]')

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-dialog]')
  if (!dialog || !link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  show(link.href).catch(() => location.assign(link.href))
})

// A click beside the dialog hits the dialog itself, not what is in it.
dialog?.addEventListener('click', (event) => event.target === dialog && dialog.close())

async function show(href) {
  const reply = await fetch(href)
  const content = new DOMParser()
    .parseFromString(await reply.text(), 'text/html')
    .querySelector('main')
  if (!reply.ok || !content) throw new Error('no window')
  dialog.lastElementChild.replaceChildren(...content.childNodes)
  const heading = dialog.querySelector('h1')
  if (heading) dialog.setAttribute('aria-label', heading.textContent)
  dialog.showModal()
}
