import type { Words } from '../words.ts';
import { changes } from './changes.ts';
import { account } from './account.ts';
import { copyButton } from './copy-button.ts';
import { errors } from './errors.ts';
import { failure } from './failure.ts';
import { keys } from './keys.ts';
import { learn } from './learn.ts';
import { log } from './log.ts';
import { making } from './making.ts';
import { modal } from './modal.ts';
import { ready } from './ready.ts';
import { reasons } from './reasons.ts';
import { roadmap } from './roadmap.ts';
import { routeMap } from './route-map.ts';
import { said } from './said.ts';
import { site } from './site.ts';
import { start } from './start.ts';
import { task } from './task.ts';
import { tasks } from './tasks.ts';
import { units } from './units.ts';
import { watch } from './watch.ts';

export const zh: Words = {
  changes,
  account,
  copyButton,
  errors,
  failure,
  keys,
  learn,
  log,
  making,
  modal,
  ready,
  reasons,
  roadmap,
  routeMap,
  said,
  site,
  start,
  task,
  tasks,
  units,
  watch,
};
