// Copy fields: the button beside a text copies it. Without this script the buttons stay hidden (waggle.css).
document.documentElement.classList.add('js')

document.addEventListener('click', (event) => {
  const button = event.target.closest('.copy button')
  if (button) void copy(button)
})

async function copy(button) {
  const field = button.closest('.copy')
  const code = field.querySelector('code')
  if (!(await copied(code))) return
  const word = button.textContent
  const { copied: done } = field.dataset
  if (word === done) return
  button.textContent = done
  field.querySelector('[role=status]').textContent = done
  setTimeout(() => {
    button.textContent = word
    field.querySelector('[role=status]').textContent = ''
  }, 2000)
}

/** The clipboard is for pages over TLS; elsewhere the text is selected and the old command copies it. */
async function copied(code) {
  try {
    await navigator.clipboard.writeText(code.textContent)
    return true
  } catch {
    getSelection().selectAllChildren(code)
    return document.execCommand('copy')
  }
}
