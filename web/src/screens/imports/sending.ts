/** A file with its settings as a form; the generated client would send JSON. */
/** `parts` are typed as the document has them, where a file is text; `file` takes its place in the form. */
export function sending<Body extends object>(file: File, parts: Body) {
  return {
    body: { ...parts, file: '' },
    bodySerializer: () => {
      const form = new FormData();
      for (const [name, part] of Object.entries(parts) as [string, unknown][]) if (part !== undefined) form.append(name, String(part));
      form.append('file', file);
      return form;
    },
  };
}
