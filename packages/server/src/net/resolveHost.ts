import { promises as dns, type LookupAddress } from 'node:dns';

/** All addresses of a host name. @throws when it has none, or when nobody answers */
export type ResolveHost = (hostname: string) => Promise<readonly LookupAddress[]>;

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Resolve a host name: by DNS, then as the operating system does it, which knows /etc/hosts as well.
 *
 * DNS goes first because the system's resolver blocks one of the few threads that all of the process shares: one name
 * whose DNS server is silent would hold up every other. A name whose DNS server is silent never gets there.
 *
 * @throws an error with the `code` of DNS, for example `ENOTFOUND` or `ETIMEOUT`
 */
export const resolveHost: ResolveHost = async (hostname) => {
	const resolver = new dns.Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
	const [ipv4, ipv6] = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
	const addresses = [...found(ipv4, 4), ...found(ipv6, 6)];
	if (addresses.length > 0) return addresses;
	const silent = [ipv4, ipv6].find((answer) => answer.status === 'rejected' && answer.reason.code === 'ETIMEOUT');
	if (silent?.status === 'rejected') throw silent.reason;
	return dns.lookup(hostname, { all: true });
};

function found(answer: PromiseSettledResult<string[]>, family: 4 | 6): LookupAddress[] {
	return answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family })) : [];
}
