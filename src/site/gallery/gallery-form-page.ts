/** The form of a gallery: for a new one, for a newer version of one, and for changing one. */
import { type Gallery, galleryPath } from '#index/galleries/gallery'
import { checkField, choiceField, inputField, textField } from '../components/field.ts'
import { form } from '../components/form.ts'
import { notice } from '../components/notice.ts'
import { page } from '../components/page.ts'
import { type Html, html } from '../html.ts'
import type { Shell } from '../shell.ts'
import type { Texts } from '../texts/texts.ts'
import { editGalleryHref, newVersionHref } from './gallery-address.ts'
import { newGalleryPath, uploadPath } from './paths.ts'
import { tagsText } from './tag-list.ts'

/** What the form is for: `of` is the gallery that is changed, or that the version is of. */
export type GalleryFormKind =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'version'; readonly of: Gallery }

/** What stands in its fields, as somebody typed it. */
export type GalleryFormValues = {
  readonly title: string
  readonly originalTitle: string
  readonly category: string
  readonly tags: string
  readonly description: string
  readonly pages: string
}

export type GalleryFormState = {
  readonly form: GalleryFormKind
  readonly values: GalleryFormValues
  readonly categories: readonly string[]
  /** What is wrong with what was sent, as a sentence. */
  readonly problem?: string
}

export const emptyValues: GalleryFormValues = {
  title: '',
  originalTitle: '',
  category: '',
  tags: '',
  description: '',
  pages: '',
}

export function valuesOf(gallery: Gallery): GalleryFormValues {
  const { title, originalTitle, category, tags, description, pages } = gallery
  const pagesText = pages === undefined ? '' : String(pages)
  return { title, originalTitle, category, tags: tagsText(tags), description, pages: pagesText }
}

export function galleryFormPage(shell: Shell, state: GalleryFormState): Html {
  const { texts } = shell
  const { form: kind, problem } = state
  const words = texts.gallery.form
  const title = words.titles[kind.kind]
  return page(shell, {
    title,
    tab: uploadPath,
    isProse: true,
    content: html`<h1>${title}</h1>
      ${problem !== undefined && notice(texts, 'error', problem)}
      ${kind.kind === 'version' && html`<p>${words.versionLead}</p>`}
      ${form({
        action: actionOf(kind),
        hasFile: true,
        look: 'primary',
        submit: words.submits[kind.kind],
        fields: fields(texts, state),
        beside: html`<a href="${backOf(kind)}">${texts.form.cancel}</a>`,
      })}`,
  })
}

function actionOf(kind: GalleryFormKind): string {
  if (kind.kind === 'create') return newGalleryPath
  return kind.kind === 'edit' ? editGalleryHref(kind.of) : newVersionHref(kind.of)
}

function backOf(kind: GalleryFormKind): string {
  return kind.kind === 'create' ? uploadPath : galleryPath(kind.of)
}

function fields(texts: Texts, { form: kind, values, categories }: GalleryFormState): Html[] {
  const words = texts.gallery.form
  // One that was taken out of the configuration stays on the galleries that have it.
  const all = [...new Set([...categories, values.category])].filter((one) => one !== '')
  return [
    inputField(texts, {
      name: 'title',
      label: words.title,
      value: values.title,
      autocomplete: 'off',
      isRequired: true,
    }),
    inputField(texts, {
      name: 'original',
      label: words.originalTitle,
      value: values.originalTitle,
      autocomplete: 'off',
      hint: words.originalTitleHint,
    }),
    choiceField(texts, {
      name: 'category',
      label: words.category,
      value: values.category,
      isRequired: true,
      choices: all.map((value) => ({ value, label: value })),
    }),
    textField(texts, {
      name: 'tags',
      label: words.tags,
      value: values.tags,
      rows: 6,
      hint: words.tagsHint,
    }),
    textField(texts, {
      name: 'description',
      label: words.description,
      value: values.description,
      rows: 5,
    }),
    inputField(texts, { name: 'pages', label: words.pages, value: values.pages, type: 'number' }),
    ...coverFields(texts, kind),
  ]
}

function coverFields(texts: Texts, kind: GalleryFormKind): Html[] {
  const words = texts.gallery.form
  const hasCover = kind.kind === 'edit' && kind.of.cover !== undefined
  const file = inputField(texts, {
    name: 'cover',
    label: words.cover,
    type: 'file',
    accept: 'image/jpeg,image/png,image/webp',
    hint: hasCover ? words.newCoverHint : words.coverHint,
  })
  if (!hasCover) return [file]
  return [file, checkField({ name: 'uncover', label: words.uncover, isChecked: false })]
}
