import type { DeviceInfo } from '@roomcast/contract';

const UNKNOWN = 'unknown';

/** Browsers by what only they say; those that call themselves Chrome or Safari as well come before these. */
const BROWSERS: readonly (readonly [name: string, pattern: RegExp])[] = [
	['Edge', /\b(?:Edg|EdgA|EdgiOS|Edge)\/([\d.]+)/],
	['Opera', /\b(?:OPR|OPT)\/([\d.]+)/],
	['Samsung Internet', /\bSamsungBrowser\/([\d.]+)/],
	['Firefox', /\b(?:Firefox|FxiOS)\/([\d.]+)/],
	['Chrome', /\b(?:HeadlessChrome|Chrome|CriOS)\/([\d.]+)/],
	['Safari', /\bVersion\/([\d.]+).*\bSafari\//],
];

const SYSTEMS: readonly (readonly [name: string, pattern: RegExp])[] = [
	['iOS', /\b(?:iPhone|iPad|iPod).*? OS ([\d_]+)/],
	['Android', /\bAndroid ([\d.]+)/],
	['Windows', /\bWindows NT ([\d.]+)/],
	['macOS', /\bMac OS X ([\d_.]+)/],
	['ChromeOS', /\bCrOS \S+ ([\d.]+)/],
	['Linux', /\bLinux()/],
];

/**
 * What is known of a participant's device.
 *
 * @param userAgent as the browser sends it (RFC 9110 section 10.1.5); null when it sent none
 * @param sdk name and version of the client SDK, `name/version`
 */
export function deviceInfo(userAgent: string | null, sdk: string | null): DeviceInfo {
	const agent = userAgent ?? '';
	const platform = platformOf(agent);
	const split = sdk?.lastIndexOf('/') ?? -1;
	return {
		sdkType: sdk === null || sdk === '' ? UNKNOWN : split > 0 ? sdk.slice(0, split) : sdk,
		sdkVersion: sdk === null || split < 1 ? UNKNOWN : sdk.slice(split + 1) || UNKNOWN,
		platform,
		browserUserAgent: {
			browser: match(BROWSERS, agent),
			os: match(SYSTEMS, agent),
			platform: { type: platform },
		},
	};
}

function match(patterns: typeof BROWSERS, agent: string): { name: string; version: string } {
	for (const [name, pattern] of patterns) {
		const found = pattern.exec(agent);
		if (found !== null) return { name, version: found[1]?.replaceAll('_', '.') || UNKNOWN };
	}
	return { name: UNKNOWN, version: UNKNOWN };
}

function platformOf(agent: string): string {
	if (/\biPad\b|\bTablet\b|\bAndroid\b(?!.*\bMobile\b)/.test(agent)) return 'tablet';
	if (/\bMobi|\biPhone\b|\biPod\b/.test(agent)) return 'mobile';
	return agent === '' ? UNKNOWN : 'desktop';
}
