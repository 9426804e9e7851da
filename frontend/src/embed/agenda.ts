import { MadangAgenda } from './agenda-element';

if (!customElements.get('madang-agenda')) customElements.define('madang-agenda', MadangAgenda);

export { MadangAgenda };
