import { expect, test } from 'vitest';
import { findCommand, isDebian, machineKind } from './machine.mjs';

test.each([
	['Debian', 'linux', 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', 'debian'],
	['what derives from Ubuntu', 'linux', 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', 'debian'],
	['Fedora', 'linux', 'NAME="not debian"\nID=fedora\n', 'linux'],
	['a Linux that does not say', 'linux', '', 'linux'],
	['macOS', 'darwin', '', 'macos'],
	['Windows', 'win32', '', 'other'],
] as const)('%s', (_name, platform, osRelease, kind) => {
	expect(machineKind(platform, osRelease)).toBe(kind);
});

test('distinguishes Debian from its derivatives', () => {
	expect(isDebian('PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n')).toBe(true);
	expect(isDebian('ID=ubuntu\nID_LIKE=debian\n')).toBe(false);
	expect(isDebian('')).toBe(false);
});

test('a command is found in the folders given, else in PATH, else not', () => {
	expect(findCommand('sh', ['/bin'])).toBe('/bin/sh');
	expect(findCommand('sh', ['/nowhere'])).toMatch(/\/sh$/);
	expect(findCommand('no-such-command-here')).toBeUndefined();
});
