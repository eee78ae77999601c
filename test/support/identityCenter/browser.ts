/** As a browser in which a person clicks: opens the page, decides, and goes where it is sent. */
export async function clickThrough(url: string, decision: 'allow' | 'deny'): Promise<void> {
  const page = await fetch(url, { redirect: 'manual' });
  const [, name, value] =
    /type="hidden" name="(\w+)" value="([^"]+)"/.exec(await page.text()) ?? [];
  const answer =
    name === undefined || value === undefined
      ? page
      : await fetch(url.replace(/\?.*/, ''), {
          method: 'POST',
          body: new URLSearchParams({ [name]: value, decision }),
          redirect: 'manual',
        });
  const callback = answer.headers.get('location');
  if (callback !== null) await fetch(callback);
}
