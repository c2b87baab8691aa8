import '@fontsource-variable/figtree';
import './theme.css';
import './screens/screens.css';
import './player/player.css';
// Last: it changes the others.
import './small.css';
import { serverUrl } from './serverUrl.ts';
import { readAddress } from './state/Address.ts';
import { WatchPage } from './WatchPage.ts';

document
	.getElementById('root')
	?.replaceChildren(new WatchPage(readAddress(window.location.pathname, new URL(serverUrl()).pathname)).root);
