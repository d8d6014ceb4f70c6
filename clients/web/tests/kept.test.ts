import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { figure, having, oneOf, text } from '../src/kept/forms.ts';
import { forgetInTab, keptInTab, keptOnDevice } from '../src/kept/kept.ts';

/** As a browser has it: its own properties are its keys. */
function storage(kept: Record<string, string> = {}): Storage {
  const methods = {
    getItem: (key: string) => (Object.hasOwn(items, key) ? items[key] : null),
    setItem: (key: string, value: string) => void (items[key] = value),
    removeItem: (key: string) => void delete items[key],
  };
  const items = Object.assign(Object.create(methods) as Record<string, string>, kept);
  return items as unknown as Storage;
}

const full = () => {
  throw new DOMException('', 'QuotaExceededError');
};

const draft = having({ goal: text, hours: figure });

afterEach(() => vi.unstubAllGlobals());

describe('what is kept in the tab', () => {
  it('is there after a reload, under its key, until it is forgotten', () => {
    vi.stubGlobal('sessionStorage', storage());
    keptInTab('goal', draft).keep({ goal: 'Rust', hours: 8 });
    expect({ ...sessionStorage }).toEqual({ goal: '{"goal":"Rust","hours":8}' });
    expect(keptInTab('goal', draft).read()).toEqual({ goal: 'Rust', hours: 8 });
    expect(keptInTab('other', draft).read()).toBeUndefined();

    keptInTab('goal', draft).keep(undefined);
    expect(keptInTab('goal', draft).read()).toBeUndefined();
    expect({ ...sessionStorage }).toEqual({});
  });

  const others = ['{"goal":"Rust"}', '{"goal":7,"hours":8}', 'null', '"Rust"', '{"goal', ''];
  it.each(others)('is nothing where it has another form: %s', (json) => {
    vi.stubGlobal('sessionStorage', storage({ goal: json }));
    expect(keptInTab('goal', draft).read()).toBeUndefined();
  });

  it('is read as earlier versions kept it: text without quotes', () => {
    vi.stubGlobal('sessionStorage', storage({ language: 'zh', token: 'aa.bb.cc' }));
    expect(keptInTab('language', oneOf(['en', 'zh'])).read()).toBe('zh');
    expect(keptInTab('token', text).read()).toBe('aa.bb.cc');
  });

  it('lasts until the page is left where the browser keeps nothing', () => {
    vi.stubGlobal('sessionStorage', undefined);
    Object.defineProperty(globalThis, 'sessionStorage', { configurable: true, get: full });
    keptInTab('blocked', draft).keep({ goal: 'Rust', hours: 8 });
    expect(keptInTab('blocked', draft).read()).toEqual({ goal: 'Rust', hours: 8 });
    forgetInTab((key) => key === 'blocked');
    expect(keptInTab('blocked', draft).read()).toBeUndefined();
  });

  it('is the newest also where there is no room for it, and is the kept one again when there is', () => {
    vi.stubGlobal('sessionStorage', storage({ full: '"old"' }));
    const kept = keptInTab('full', text);
    const room = vi.spyOn(sessionStorage, 'setItem').mockImplementation(full);
    kept.keep('new');
    expect(kept.read()).toBe('new');
    room.mockRestore();
    kept.keep('newer');
    expect(kept.read()).toBe('newer');
    expect(sessionStorage.getItem('full')).toBe('"newer"');
  });

  it('is forgotten by what it is called', () => {
    vi.stubGlobal('sessionStorage', storage({ goal: '1', 'plan:a:1': '2', 'roadmap:token': '3' }));
    forgetInTab((key) => !key.startsWith('roadmap:'));
    expect({ ...sessionStorage }).toEqual({ 'roadmap:token': '3' });
  });
});

describe('what is kept on the device', () => {
  let page: EventTarget;

  beforeEach(() => {
    page = new EventTarget();
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
    vi.stubGlobal('localStorage', storage());
  });

  /** A browser tells all tabs but the one that changed it. */
  const changeElsewhere = (key: string | null) => page.dispatchEvent(Object.assign(new Event('storage'), { key }));

  it('is told of when another tab changes it or clears all, as long as somebody listens', () => {
    const kept = keptOnDevice('learn', text);
    const heard: (string | undefined)[] = [];
    const end = kept.listen(() => heard.push(kept.read()));

    localStorage.setItem('learn', '"by another tab"');
    changeElsewhere('learn');
    changeElsewhere('something else');
    localStorage.removeItem('learn');
    changeElsewhere(null);
    end();
    changeElsewhere('learn');

    expect(heard).toEqual(['by another tab', undefined]);
  });

  it('is what another tab had room for', () => {
    const kept = keptOnDevice('learn', text);
    vi.spyOn(localStorage, 'setItem').mockImplementationOnce(full);
    kept.keep('here');
    const end = kept.listen(() => undefined);
    localStorage.setItem('learn', '"there"');
    changeElsewhere('learn');
    end();
    expect(kept.read()).toBe('there');
  });
});
