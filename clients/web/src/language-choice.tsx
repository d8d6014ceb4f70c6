import { languages, languageTags, speak, useLanguage, useWords, type Language } from './words/language.ts';

/** The languages that the page speaks, each under its own name. */
export function LanguageChoice() {
  const { site } = useWords();
  const spoken = useLanguage();
  return (
    <div className="languages" role="group" aria-label={site.language}>
      {(Object.keys(languages) as Language[]).map((language) => (
        <button key={language} lang={languageTags[language]} aria-pressed={language === spoken} onClick={() => void speak(language)}>
          {languages[language]}
        </button>
      ))}
    </div>
  );
}
