-- What has this rule set matched that nobody has decided, with all that a person needs to judge it?
WITH
held AS (
    SELECT
        post_id, version,
        list({
            'id': match_id, 'post_id': post_id, 'version': version, 'rule_set': rule_set, 'rule_id': rule_id, 'form': form,
            'contest_id': contest_id, 'contestant_id': contestant_id, 'tier': tier, 'score': score,
            'spans': spans, 'reasons': reasons, 'lowered_by': lowered_by, 'basis': basis,
            'stage': stage, 'local_day': local_day
        } ORDER BY score DESC, match_id) AS matches
    FROM standing_matches ANTI JOIN decided USING (post_id, version)
    WHERE rule_set = $rule_set
    GROUP BY post_id, version
),
placed AS (
    -- A comment is kept for its author's account, although another slot's fetch met it.
    SELECT s.*, coalesce(f.slot_id <> s.slot_id, false) AS elsewhere
    FROM sightings AS s SEMI JOIN held USING (post_id) LEFT JOIN fetches AS f USING (fetch_id)
),
met AS (
    SELECT
        post_id, version,
        min({
            'unowned': account_id IS NULL, 'elsewhere': elsewhere, 'seen_at': seen_at,
            'slot_id': slot_id, 'account_id': account_id, 'region': region, 'zone': zone
        }) AS place,
        min({
            'unsought': keyword_id IS NULL, 'seen_at': seen_at, 'slot_id': slot_id,
            'keyword_id': keyword_id, 'source_id': source_id
        }) AS sought,
        min({'seen_at': seen_at, 'fetch_id': fetch_id}).fetch_id AS fetch_id,
        min(seen_at) AS first_seen,
        max(seen_at) AS last_seen,
        count(*) AS sightings
    FROM placed
    GROUP BY post_id, version
),
states AS (
    SELECT
        v.*, met.place, met.sought, met.fetch_id, met.first_seen, met.last_seen, met.sightings,
        {
            'url': f.final_url, 'fetched_at': f.fetched_at, 'body_sha256': f.body_sha256,
            'warc_record_id': f.warc_record_id, 'batch': f.batch,
            'day': (SELECT b.day FROM batches AS b WHERE b.batch = f.batch)
        } AS proof
    FROM versions AS v
    JOIN met USING (post_id, version)
    LEFT JOIN fetches AS f ON f.fetch_id = met.fetch_id
),
others AS (
    SELECT
        held.post_id, held.version,
        list({
            'version': states.version, 'text': states.text, 'first_seen': states.first_seen,
            'proof': states.proof
        } ORDER BY states.first_seen, states.version) AS other_versions
    FROM held JOIN states ON states.post_id = held.post_id AND states.version <> held.version
    GROUP BY held.post_id, held.version
),
answered AS (
    SELECT post_id, min({'seen_at': s.seen_at, 'text': v.text, 'author': v.author}) AS first
    FROM versions AS v JOIN sightings AS s USING (post_id, version)
    SEMI JOIN (SELECT parent_id AS post_id FROM states WHERE parent_id <> '') USING (post_id)
    GROUP BY post_id
),
missed AS (
    -- Only signs after the post was last met: what came back is not gone.
    SELECT
        a.post_id,
        list({
            'signal': a.signal, 'seen_at': a.seen_at, 'url': a.url, 'fetch_id': a.fetch_id,
            'batch': a.batch, 'warc_record_id': coalesce(f.warc_record_id, '')
        } ORDER BY a.seen_at, a.signal) AS absences
    FROM absences AS a
    JOIN (SELECT post_id, max(last_seen) AS last_met FROM met GROUP BY post_id) USING (post_id)
    LEFT JOIN fetches AS f ON f.fetch_id = a.fetch_id
    WHERE a.seen_at > last_met
    GROUP BY a.post_id
),
answering AS (
    -- Its own address answered that it is there, which brings no version.
    SELECT post_id, list(f.fetched_at) AS answers
    FROM (SELECT DISTINCT post_id, url FROM absences SEMI JOIN held USING (post_id)) AS own
    JOIN fetches AS f ON f.url = own.url AND f.outcome = 'unchanged'
    GROUP BY post_id
),
queued AS (
    SELECT member.post_id AS post_id, member.version AS version, min(since) AS due_since
    FROM (SELECT since, unnest(members) AS member FROM queue_items)
    GROUP BY ALL
),
owner AS (
    SELECT arg_max(a, known_from) AS account FROM account_versions AS a GROUP BY id
)
SELECT
    posts.platform, posts.native_id,
    states.* EXCLUDE (place, sought) REPLACE (
        coalesce(nullif(states.parent_text, ''), answered.first.text, '') AS parent_text,
        coalesce(nullif(states.parent_author, ''), answered.first.author, '') AS parent_author
    ),
    states.place.slot_id AS slot_id,
    states.place.account_id AS account_id,
    states.place.elsewhere AS elsewhere,
    states.sought.keyword_id AS keyword_id,
    states.sought.source_id AS source_id,
    states.place.region AS region,
    states.place.zone AS zone,
    held.matches,
    owner.account,
    coalesce(others.other_versions, []) AS other_versions,
    coalesce(missed.absences, []) AS absences,
    coalesce(answering.answers, []) AS answers,
    queued.due_since
FROM held
JOIN states USING (post_id, version)
JOIN posts USING (post_id)
LEFT JOIN answered ON answered.post_id = states.parent_id
LEFT JOIN others USING (post_id, version)
LEFT JOIN missed USING (post_id)
LEFT JOIN answering USING (post_id)
LEFT JOIN queued USING (post_id, version)
LEFT JOIN owner ON owner.account.id = states.place.account_id
ORDER BY states.first_seen, post_id, version;
