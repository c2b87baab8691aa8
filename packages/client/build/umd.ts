/**
 * What a page with `<script src="…/roomcast-client.umd.js">` finds on `window`: the names that the script of the VideoSDK
 * JavaScript SDK puts there.
 */
export const GLOBALS = [
	'VideoSDK',
	'DeviceInfo',
	'CameraDeviceInfo',
	'MicrophoneDeviceInfo',
	'ExternalE2EEKeyProvider',
	'PreCallTestError',
] as const;

/** Before a CommonJS module that shall work in CommonJS, AMD and plain scripts: it becomes the body of a function. */
export const UMD_START = [
	'(function(root,factory){',
	'if(typeof module==="object"&&module.exports)factory(module.exports);',
	'else if(typeof define==="function"&&define.amd)define(["exports"],factory);',
	`else{var all={};factory(all);${JSON.stringify(GLOBALS)}.forEach(function(name){if(name in all)root[name]=all[name]})}`,
	'})(typeof self!=="undefined"?self:this,function(exports){',
].join('');

/** After it. */
export const UMD_END = '});';
