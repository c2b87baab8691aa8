// What the media worker is built with: everything that decides what the binary will be, in one place, because the
// cache identifies a build by this file (see cache.mjs).

/** The mediasoup release whose sources the patches and adapters here were written and tested for. */
export const TESTED_VERSION = '3.27.1';

/** Debian packages the build needs. The binary is linked dynamically, so their libraries are also needed to run it. */
export const BUILD_PACKAGES = [
	'g++',
	'flatbuffers-compiler',
	'libflatbuffers-dev',
	'libssl-dev',
	'libuv1-dev',
	'libsrtp2-dev',
	'libabsl-dev',
];

/** The MS_ and FLATBUFFERS_ definitions are those of mediasoup's own meson.build for a release build. */
export const COMPILER_FLAGS = [
	'-std=c++20',
	'-O2',
	'-g0',
	'-pipe',
	'-pthread',
	'-w',
	'-DNDEBUG',
	'-DMS_LITTLE_ENDIAN',
	'-DMS_EXECUTABLE',
	'-DFLATBUFFERS_LOCALE_INDEPENDENT=1',
];

export const LINKER_FLAGS = [
	'-s',
	'-Wl,--as-needed',
	'-lsrtp2',
	'-luv',
	'-lssl',
	'-lcrypto',
	'-labsl_strings',
	'-labsl_throw_delegate',
	'-labsl_bad_optional_access',
	'-lpthread',
];

/** The options of mediasoup's worker/fbs/FBS/meson.build; other ones make other names than the sources use. */
export const FLATC_FLAGS = [
	'--cpp',
	'--cpp-field-case-style',
	'lower',
	'--reflect-names',
	'--scoped-enums',
	'--filename-suffix',
	'',
];

/** Files that must come before the others of their batch: they specialise templates which the others use. */
export const FIRST_SOURCES = ['src/RTC/RTCP/Feedback.cpp'];
