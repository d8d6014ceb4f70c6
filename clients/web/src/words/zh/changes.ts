import type { Words } from '../words.ts';

export const changes: Words['changes'] = {
  new: '新增',
  moved: '已移动',
  kinds: { longer: '变长', shorter: '变短' },
  hours: (kind, before) => `${kind}，原为 ${before} 小时`,
  total: (before, after) => `${before} → ${after}`,
};
