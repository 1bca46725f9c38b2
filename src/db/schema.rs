//! The tables, the same for both databases. Written beside the migrations; a test compares the two.

diesel::table! {
    address_changes (id) {
        id -> BigInt,
        public_id -> Text,
        subscriber_id -> BigInt,
        email -> Nullable<Binary>,
        state -> Text,
        created_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    admins (id) {
        id -> BigInt,
        public_id -> Text,
        email -> Binary,
        email_index -> Binary,
        role -> Text,
        language -> Text,
        disabled_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        signed_in_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    api_tokens (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        scope -> Text,
        token_hash -> Binary,
        created_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    article_topics (article_id, topic_id) {
        article_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    articles (id) {
        id -> BigInt,
        public_id -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> BigInt,
        at -> Timestamp,
        actor -> Text,
        action -> Text,
        subject -> Text,
        detail -> Text,
        previous_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    audit_checks (id) {
        id -> BigInt,
        checked_at -> Timestamp,
        n_entries -> BigInt,
        last_entry -> BigInt,
        last_hash -> Binary,
        broken_entry -> Nullable<BigInt>,
    }
}

diesel::table! {
    consent_texts (id) {
        id -> BigInt,
        hash -> Binary,
        language -> Text,
        text -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        subscriber_id -> BigInt,
        purpose -> Text,
        given_by -> Text,
        consent_text_id -> BigInt,
        language -> Text,
        page -> Nullable<Text>,
        asked_at -> Timestamp,
        confirmed_at -> Timestamp,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        dispatch_id -> BigInt,
        subscriber_id -> Nullable<BigInt>,
        edition_id -> BigInt,
        state -> Text,
        uncertain -> Bool,
        attempts -> Integer,
        due_at -> Timestamp,
        owner -> Nullable<Text>,
        reply_code -> Nullable<Integer>,
        reply_status -> Nullable<Text>,
        message_date -> Nullable<Timestamp>,
    }
}

diesel::table! {
    dispatches (id) {
        id -> BigInt,
        public_id -> Text,
        issue_id -> BigInt,
        state -> Text,
        reason -> Nullable<Text>,
        audience -> Text,
        frozen_until_id -> BigInt,
        frozen_at -> Nullable<Timestamp>,
        uncertain -> Text,
        started_at -> Timestamp,
        watched_from -> Timestamp,
        finished_at -> Nullable<Timestamp>,
        message_domain -> Text,
        n_selected -> BigInt,
        n_failed -> BigInt,
        n_refused -> BigInt,
    }
}

diesel::table! {
    editions (id) {
        id -> BigInt,
        dispatch_id -> BigInt,
        name -> Text,
        subject -> Text,
        html -> Text,
        text -> Text,
    }
}

diesel::table! {
    holds (reason) {
        reason -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    idempotency_keys (id) {
        id -> BigInt,
        public_id -> Text,
        key_hash -> Binary,
        request_hash -> Binary,
        status -> Nullable<Integer>,
        answer -> Nullable<Binary>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    issue_approvals (issue_id, approved_by) {
        issue_id -> BigInt,
        approved_by -> Text,
        content_hash -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    issue_articles (issue_id, article_id) {
        issue_id -> BigInt,
        article_id -> BigInt,
        position -> Integer,
    }
}

diesel::table! {
    issue_edits (id) {
        id -> BigInt,
        issue_id -> BigInt,
        revision -> BigInt,
        edited_by -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    issue_texts (issue_id, language) {
        issue_id -> BigInt,
        language -> Text,
        subject -> Text,
        preheader -> Text,
        opening -> Text,
        closing -> Text,
    }
}

diesel::table! {
    issues (id) {
        id -> BigInt,
        public_id -> Text,
        number -> BigInt,
        slug -> Text,
        status -> Text,
        cadence -> Text,
        audience -> Text,
        missing -> Text,
        revision -> BigInt,
        send_at -> Nullable<Timestamp>,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    key_checks (key_id) {
        key_id -> Text,
        purpose -> Text,
        proof -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    letters (id) {
        id -> BigInt,
        public_id -> Text,
        name -> Text,
        language -> Text,
        recipient_kind -> Text,
        recipient -> Nullable<Binary>,
        recipient_index -> Binary,
        subscriber_id -> Nullable<BigInt>,
        body_values -> Nullable<Binary>,
        gate -> Text,
        cause -> Text,
        state -> Text,
        uncertain -> Bool,
        attempts -> Integer,
        due_at -> Timestamp,
        owner -> Nullable<Text>,
        reply_code -> Nullable<Integer>,
        reply_status -> Nullable<Text>,
        skipped_why -> Nullable<Text>,
        message_id -> Nullable<Text>,
        message_date -> Nullable<Timestamp>,
        created_at -> Timestamp,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        kind -> Text,
        detail -> Text,
        created_at -> Timestamp,
        swept_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    pairings (id) {
        id -> BigInt,
        public_id -> Text,
        left_id -> BigInt,
        right_id -> BigInt,
        state -> Text,
        evidence -> Text,
        created_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    paces (name) {
        name -> Text,
        spent_until -> Nullable<Timestamp>,
        day -> Nullable<Text>,
        n_today -> BigInt,
        failures -> Integer,
        wait_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    relays (name) {
        name -> Text,
        failures -> Integer,
        wait_until -> Nullable<Timestamp>,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    returned (id) {
        id -> BigInt,
        delivery_id -> Nullable<BigInt>,
        letter_id -> Nullable<BigInt>,
        kind -> Text,
        reply_code -> Nullable<Integer>,
        reply_status -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    returned_counts (kind) {
        kind -> Text,
        n -> BigInt,
    }
}

diesel::table! {
    seen_calls (fingerprint) {
        fingerprint -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    replies (dispatch_id, domain, code, status) {
        dispatch_id -> BigInt,
        domain -> Text,
        code -> Integer,
        status -> Text,
        n -> BigInt,
        said -> Text,
        last_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Binary,
        admin_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    sign_in_links (id) {
        id -> BigInt,
        public_id -> Text,
        admin_id -> BigInt,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_in_requests (id) {
        id -> BigInt,
        email_index -> Binary,
        created_at -> Timestamp,
    }
}

diesel::table! {
    signups (id) {
        id -> BigInt,
        public_id -> Text,
        email_index -> Binary,
        wanted -> Nullable<Binary>,
        language -> Text,
        state -> Text,
        subscriber_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        decided_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sources (id) {
        id -> BigInt,
        public_id -> Text,
        url -> Text,
        kind -> Text,
        language -> Text,
        title -> Text,
        etag -> Nullable<Text>,
        last_modified -> Nullable<Text>,
        fetched_at -> Nullable<Timestamp>,
        next_fetch_at -> Timestamp,
        baseline_at -> Nullable<Timestamp>,
        failures -> Integer,
        last_problem -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    subscriber_topics (subscriber_id, topic_id) {
        subscriber_id -> BigInt,
        topic_id -> BigInt,
    }
}

diesel::table! {
    subscribers (id) {
        id -> BigInt,
        public_id -> Text,
        email -> Binary,
        email_index -> Binary,
        name -> Nullable<Binary>,
        help -> Nullable<Binary>,
        status -> Text,
        paused_until -> Nullable<Timestamp>,
        reading -> Text,
        first_language -> Text,
        cadence -> Text,
        country -> Nullable<Text>,
        came_from -> Nullable<Text>,
        referred_by -> Nullable<BigInt>,
        link_generation -> Integer,
        fates -> Text,
        confirmed_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        email_changed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    suppressions (email_index, reason) {
        email_index -> Binary,
        reason -> Text,
        index_key -> Text,
        until -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    tallies (dispatch_id, worker, second) {
        dispatch_id -> BigInt,
        worker -> Text,
        second -> BigInt,
        n_sent -> BigInt,
    }
}

diesel::table! {
    topic_names (topic_id, language) {
        topic_id -> BigInt,
        language -> Text,
        name -> Text,
    }
}

diesel::table! {
    topics (id) {
        id -> BigInt,
        slug -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    translations (id) {
        id -> BigInt,
        article_id -> BigInt,
        language -> Text,
        slug -> Text,
        title -> Text,
        summary -> Text,
        body -> Text,
        body_markdown -> Nullable<Text>,
        link -> Nullable<Text>,
        author -> Nullable<Text>,
        image -> Nullable<Text>,
        alternates -> Text,
        links -> Text,
        published_at -> Timestamp,
        first_seen_at -> Timestamp,
        updated_at -> Timestamp,
        source_id -> Nullable<BigInt>,
        external_id -> Nullable<Text>,
        origin -> Nullable<Text>,
        translation_of -> Nullable<Text>,
        page_read_at -> Nullable<Timestamp>,
        page_tries -> Integer,
        content_hash -> Binary,
        baseline -> Bool,
    }
}

diesel::table! {
    workers (id) {
        id -> Text,
        started_at -> Timestamp,
        seen_at -> Timestamp,
    }
}

diesel::joinable!(address_changes -> subscribers (subscriber_id));
diesel::joinable!(article_topics -> topics (topic_id));
diesel::joinable!(article_topics -> articles (article_id));
diesel::joinable!(consents -> consent_texts (consent_text_id));
diesel::joinable!(consents -> subscribers (subscriber_id));
diesel::joinable!(deliveries -> editions (edition_id));
diesel::joinable!(deliveries -> subscribers (subscriber_id));
diesel::joinable!(deliveries -> dispatches (dispatch_id));
diesel::joinable!(dispatches -> issues (issue_id));
diesel::joinable!(editions -> dispatches (dispatch_id));
diesel::joinable!(issue_approvals -> issues (issue_id));
diesel::joinable!(issue_articles -> articles (article_id));
diesel::joinable!(issue_articles -> issues (issue_id));
diesel::joinable!(issue_edits -> issues (issue_id));
diesel::joinable!(issue_texts -> issues (issue_id));
diesel::joinable!(letters -> subscribers (subscriber_id));
diesel::joinable!(replies -> dispatches (dispatch_id));
diesel::joinable!(sessions -> admins (admin_id));
diesel::joinable!(sign_in_links -> admins (admin_id));
diesel::joinable!(signups -> subscribers (subscriber_id));
diesel::joinable!(subscriber_topics -> topics (topic_id));
diesel::joinable!(subscriber_topics -> subscribers (subscriber_id));
diesel::joinable!(tallies -> dispatches (dispatch_id));
diesel::joinable!(topic_names -> topics (topic_id));
diesel::joinable!(translations -> sources (source_id));
diesel::joinable!(translations -> articles (article_id));

diesel::allow_tables_to_appear_in_same_query!(
    address_changes,
    admins,
    api_tokens,
    article_topics,
    articles,
    audit,
    audit_checks,
    consent_texts,
    consents,
    deliveries,
    dispatches,
    editions,
    holds,
    idempotency_keys,
    issue_approvals,
    issue_articles,
    issue_edits,
    issue_texts,
    issues,
    key_checks,
    letters,
    notices,
    pairings,
    paces,
    relays,
    replies,
    sessions,
    sign_in_links,
    sign_in_requests,
    signups,
    sources,
    subscriber_topics,
    subscribers,
    suppressions,
    tallies,
    topic_names,
    topics,
    translations,
    workers,
);
