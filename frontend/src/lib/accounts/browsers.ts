const BROWSERS: [RegExp, string][] = [
	[/\bEdg\//, 'Edge'],
	[/\bOPR\//, 'Opera'],
	[/\bSamsungBrowser\//, 'Samsung Internet'],
	[/\bFirefox\//, 'Firefox'],
	[/\bChrome\//, 'Chrome'],
	[/\bSafari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/\bAndroid\b/, 'Android'],
	[/\biPhone\b/, 'iPhone'],
	[/\biPad\b/, 'iPad'],
	[/\bWindows\b/, 'Windows'],
	[/\bMac OS X\b/, 'macOS'],
	[/\bLinux\b/, 'Linux']
];

/** Say what a program calls itself, as people know it: "Firefox · Windows"; its own words where it is no browser. */
export function nameBrowser(userAgent: string): string {
	const browser = BROWSERS.find(([sign]) => sign.test(userAgent))?.[1];
	const system = SYSTEMS.find(([sign]) => sign.test(userAgent))?.[1];
	return browser ? [browser, system].filter(Boolean).join(' · ') : userAgent.slice(0, 60);
}
