#!/usr/bin/env node
import { addressFinding } from './doctor/address.mjs';
import { formatFindings } from './doctor/finding.mjs';
// npm run doctor: what is there, what is missing, and where it was found. Changes nothing. Ends with 0 when `npm start`
// can be expected to work.
import { folderFindings } from './doctor/folders.mjs';
import { portFindings } from './doctor/ports.mjs';
import { repairFinding } from './doctor/repairs.mjs';
import { softwareFindings } from './doctor/software.mjs';
import { machineKind } from './setup/machine.mjs';
import { setupContext } from './setup/setup.mjs';

const context = setupContext({ tests: true });
const findings = [
	...softwareFindings(context),
	...(await portFindings(context.env)),
	addressFinding(context.env),
	...folderFindings(context),
	repairFinding(context),
];
const bad = findings.filter(({ level }) => level === 'bad');

console.log(`Roomcast in ${context.root}, on ${machineKind()} (${process.platform} ${process.arch})\n`);
console.log(formatFindings(findings));
console.log(bad.length === 0 ? '\nReady: npm start' : `\nNot ready: ${bad.map(({ what }) => what).join(', ')}`);
process.exitCode = bad.length === 0 ? 0 : 1;
