/** Parameters of one origin, in lower case, and where it is written that they track and select nothing. */
interface ParameterGroup {
  readonly source: string;
  readonly names: string;
}

/** brave-core, components/query_filter/utils.cc, `kSimpleQueryStringTrackers`: each with an issue of its own. */
const BRAVE = 'brave-core components/query_filter/utils.cc';
/** miniflux v2, internal/reader/urlcleaner/urlcleaner.go, `trackingParams`; it names five lists of its own. */
const MINIFLUX = 'miniflux internal/reader/urlcleaner/urlcleaner.go';

/**
 * Query parameters that name a campaign or a click and never a document. Left out on purpose, although
 * lists have them, since some sites serve content by them: `ref`, `source`, `campaign_id`, `cid`, `s`,
 * `si`, `page`, `id`, `mbid`, `user_id`.
 */
const GROUPS: readonly ParameterGroup[] = [
  // Google Ads, Analytics and Merchant Center
  { source: BRAVE, names: 'gclid dclid wbraid srsltid _gl' },
  { source: MINIFLUX, names: 'gbraid gclsrc' },
  { source: 'Google Ads Help, "About GCLID" and its neighbours', names: 'gad_source gad_campaignid' },
  { source: 'Google Analytics Help, "Set up cross-domain measurement"', names: '_ga' },
  // Meta
  { source: BRAVE, names: 'fbclid fb_action_ids fb_comment_id igshid igsh' },
  { source: MINIFLUX, names: 'fb_action_types fb_ref fb_source' },
  // Microsoft, Yandex, X, and other advertisers' click ids
  {
    source: BRAVE,
    names: 'msclkid yclid ysclid ymclid _openstat twclid irclickid unicorn_click_id rb_clickid',
  },
  {
    source: "the advertisers' own help: TikTok, LinkedIn, Reddit, Snapchat, Pinterest",
    names: 'ttclid li_fat_id rdt_cid sccid epik',
  },
  // mail: Mailchimp, HubSpot, Vero, Olytics, Drip, MailerLite, beehiiv, Klaviyo, Blueshift, and others
  { source: BRAVE, names: 'mc_eid __hsfp __hssc __hstc _hsenc hsctatracking vero_conv vero_id oly_anon_id' },
  { source: BRAVE, names: 'oly_enc_id __s ml_subscriber ml_subscriber_hash _bhlid _kx bsft_clkid bsft_uid' },
  { source: BRAVE, names: 'bbeml et_rid ss_email_id vgo_ee wickedid mkt_tok s_cid sc_customer sc_eh sc_uid' },
  { source: BRAVE, names: 'oft_c oft_ck oft_d oft_id oft_ids oft_k oft_lk oft_sk' },
  { source: MINIFLUX, names: 'mc_cid mc_tc _hsmi sc_cid __readwiselocation' },
  // Branch, Humble Bundle, Yahoo
  { source: BRAVE, names: '_branch_match_id _branch_referrer guce_referrer guce_referrer_sig' },
  { source: MINIFLUX, names: 'hmb_campaign hmb_medium hmb_source' },
  { source: "Yahoo's own consent and share links", names: 'guccounter soc_src soc_trk' },
  // web analytics with their own campaign names
  { source: 'AT Internet (Piano) documentation, "xtor campaigns"', names: 'xtor' },
  { source: 'Webtrends documentation, "Query parameter reference"', names: 'wt_mc wt.mc_id wt.mc_ev' },
  { source: "the publishers' own feeds and share links", names: 'icid ncid cmpid ito smid' },
];

/** What follows the prefix may be anything: each family adds names of its own as it goes. */
const PREFIX_GROUPS: readonly ParameterGroup[] = [
  { source: 'Google Analytics Help, "URL builders: collect campaign data"', names: 'utm_' },
  { source: 'Matomo FAQ, "Campaign tracking" (new, old and oldest names)', names: 'mtm_ matomo_ pk_ piwik_' },
  { source: 'HubSpot knowledge base, "Ads tracking"', names: 'hsa_' },
  { source: `${MINIFLUX} (internal campaigns)`, names: 'itm_' },
  { source: 'Piano Analytics documentation, "Campaigns" (at_medium, at_campaign and more)', names: 'at_' },
];

/** Parameters that carry the visit of one reader, whatever their value. */
const SESSION_GROUPS: readonly ParameterGroup[] = [
  { source: 'PHP manual, session.name', names: 'phpsessid' },
  { source: 'Jakarta Servlet specification, section 7.1.3', names: 'jsessionid' },
  { source: 'Adobe ColdFusion, "Client identifiers"', names: 'cfid cftoken' },
  { source: 'osCommerce and Zen Cart, tep_session_name and zen_session_name', names: 'oscsid zenid' },
];

/** Names that may also select a story: a session only where the value is a hash, as phpBB (`sid`) and vBulletin (`s`) write it. */
const HASHED_SESSIONS = 'sid s sessid sessionid session_id';
const HASH = /^[0-9a-f]{32,64}$/i;

const TRACKING = namesOf(GROUPS);
const PREFIXES = [...namesOf(PREFIX_GROUPS)];
const SESSIONS = namesOf(SESSION_GROUPS);
const HASHED: ReadonlySet<string> = new Set(HASHED_SESSIONS.split(' '));

/** True where the parameter names a campaign or a click; upper and lower case are the same. */
export function isTrackingParameter(name: string): boolean {
  const lower = name.toLowerCase();
  return TRACKING.has(lower) || PREFIXES.some((prefix) => lower.startsWith(prefix));
}

/** True where the parameter carries a reader's session. */
export function isSessionParameter(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  return SESSIONS.has(lower) || (HASHED.has(lower) && HASH.test(value));
}

function namesOf(groups: readonly ParameterGroup[]): ReadonlySet<string> {
  return new Set(groups.flatMap((group) => group.names.split(' ')));
}
