/** Import for its effect: afterwards `useTranslation('further')` finds its words. */
import i18next from 'i18next';

import en from './en';
import zh from './zh';

i18next.addResourceBundle('zh-CN', 'further', zh);
i18next.addResourceBundle('en', 'further', en);
