/**
 * Query parameters that name a campaign or a click and never a document. Sources: Mozilla's
 * query-stripping list, brave-core `query_filter`, AdGuard's `TrackParamFilter/general_url`, miniflux
 * `urlcleaner.go`, and the named vendors' own documents. Left out on purpose, since some sites serve
 * content by them: `ref`, `source`, `campaign_id`, `cid`, `s`, `page`, `id`.
 */
const NAMES: ReadonlySet<string> = new Set([
  // Google Ads, Analytics, Merchant Center
  ...[
    'gclid',
    'gclsrc',
    'dclid',
    'gbraid',
    'wbraid',
    'srsltid',
    '_ga',
    '_gl',
    'gad_source',
    'gad_campaignid',
  ],
  // Meta
  ...['fbclid', 'fb_action_ids', 'fb_action_types', 'fb_comment_id', 'fb_ref', 'fb_source', 'igshid', 'igsh'],
  // Microsoft, Yandex, X, TikTok, LinkedIn, Reddit, Snapchat, Pinterest
  ...['msclkid', 'yclid', 'ysclid', '_openstat', 'twclid', 'ttclid', 'li_fat_id', 'rdt_cid', 'sccid', 'epik'],
  // Mailchimp, Marketo, HubSpot, Vero, Olytics, Wicked Reports, Drip, MailerLite, beehiiv, Adobe
  ...[
    'mc_cid',
    'mc_eid',
    'mc_tc',
    'mkt_tok',
    '_hsenc',
    '_hsmi',
    '__hssc',
    '__hstc',
    '__hsfp',
    'hsctatracking',
  ],
  ...['vero_id', 'vero_conv', 'oly_anon_id', 'oly_enc_id', 'rb_clickid', 'wickedid', '__s', 'ml_subscriber'],
  ...[
    'ml_subscriber_hash',
    '_bhlid',
    'sc_cid',
    's_cid',
    'icid',
    'ncid',
    'cmpid',
    'ito',
    'smid',
    'xtor',
    'wt_mc',
  ],
  // Branch, Yahoo
  ...[
    '_branch_match_id',
    '_branch_referrer',
    'guccounter',
    'guce_referrer',
    'guce_referrer_sig',
    'soc_src',
    'soc_trk',
  ],
]);

/** UTM, Matomo (new and old), HubSpot ads, Adobe/Google internal campaigns, Piano (AT Internet). */
const PREFIXES = ['utm_', 'mtm_', 'pk_', 'piwik_', 'matomo_', 'hsa_', 'itm_', 'at_'] as const;

/** True where the parameter names a campaign or a click; upper and lower case are the same. */
export function isTrackingParameter(name: string): boolean {
  const lower = name.toLowerCase();
  return NAMES.has(lower) || PREFIXES.some((prefix) => lower.startsWith(prefix));
}
