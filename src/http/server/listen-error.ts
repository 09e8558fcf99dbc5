/** The port can't be had; the message says why in one line. */
export class ListenError extends Error {
  override readonly name = 'ListenError';

  constructor(host: string, port: number, cause: unknown) {
    super(reasonOf(host, port, cause as NodeJS.ErrnoException), { cause });
  }
}

function reasonOf(host: string, port: number, { code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use; stop what uses it, or set PORT to another one`;
    case 'EACCES':
      return `Port ${port} needs privileges; set PORT to one above 1023`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is not an address of this machine`;
    default:
      return `Cannot listen on ${host}:${port}: ${message}`;
  }
}
