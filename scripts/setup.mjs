#!/usr/bin/env node
// npm run setup: installs and builds what `npm start` needs, and starts nothing. For images and machines that are prepared.
import { setUp } from './setup/setup.mjs';

await setUp();
