import { EnvHttpProxyAgent, type Dispatcher } from 'undici';

/** The proxies that the environment names; undefined where none is set, as is usual. */
export function proxies(): Dispatcher | undefined {
  const { https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY } = process.env;
  const isSet = [https_proxy, HTTPS_PROXY, http_proxy, HTTP_PROXY].some((value) => value);
  return isSet ? new EnvHttpProxyAgent() : undefined;
}
