// Which URLs secrets may be sent to, and which pages may be opened.

/**
 * 'invalid': no URL with a host, or one that runs over several lines (which URL parsers skip over).
 * 'insecure': not https, unless the host is this machine: 127.0.0.0/8, [::1] or localhost.
 */
export function urlTrouble(text: string): 'invalid' | 'insecure' | undefined {
  if (text.includes('\n') || !URL.canParse(text)) return 'invalid';
  const { protocol, hostname } = new URL(text);
  if (hostname === '') return 'invalid';
  if (protocol === 'https:') return undefined;
  // The parser has written every form of an IPv4 address as four numbers by now.
  const here =
    hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  return protocol === 'http:' && here ? undefined : 'insecure';
}

/**
 * Whether a page that a service names may be opened. `service` is an endpoint that has been checked, if it
 * is not AWS's own: one elsewhere has no business with what runs on this machine.
 */
export function mayOpen(page: string, service: string | undefined): boolean {
  if (urlTrouble(page) !== undefined) return false;
  const isServiceHere = service !== undefined && new URL(service).protocol === 'http:';
  return isServiceHere || new URL(page).protocol === 'https:';
}
