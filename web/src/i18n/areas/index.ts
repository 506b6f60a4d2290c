/** Import for its effect: afterwards `useTranslation('areas')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'areas', zh);
i18next.addResourceBundle('en', 'areas', en);
