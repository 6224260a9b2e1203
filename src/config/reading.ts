/** What comes of reading a text: a value, or the problem to tell the operator with its remedy. */
export type Reading<Value> =
  | { readonly value: Value; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string }
