#!/bin/sh
# Writes vectors.tsv: signatures that OpenSSL computed. Run it in this folder: sh vectors.sh > vectors.tsv
# Columns: kind, secret token, timestamp, body as hexadecimal digits, expected text.
set -eu

sign() { # secret timestamp body
    body=$(printf '%b' "$3" | od -An -v -tx1 | tr -d ' \n')
    mac=$( { printf 'v0:%s:' "$2"; printf '%b' "$3"; } | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')" -r | cut -d ' ' -f 1)
    printf 'signature\t%s\t%s\t%s\tv0=%s\n' "$1" "$2" "$body" "$mac"
}

challenge() { # secret token
    token=$(printf '%s' "$2" | od -An -v -tx1 | tr -d ' \n')
    mac=$(printf '%s' "$2" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$(printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n')" -r | cut -d ' ' -f 1)
    printf 'challenge\t%s\t-\t%s\t%s\n' "$1" "$token" "$mac"
}

LONG=a-secret-token-that-is-longer-than-the-block-of-sha-256-which-has-64-bytes
sign s3cret 1790000000 '{"event":"account.created","event_ts":1790000000000,"payload":{"account_id":"a","object":{"id":"b","owner_id":"c","email":"d@reseller.example"}}}'
# The same event: another order of fields, other white space, other escapes, other forms of numbers.
sign s3cret 1790000000 '{ "payload" : {"object":{"email":"\\u0064@reseller.example","owner_id":"c","id":"b"},"account_id":"a"},\r\n\t"event_ts":1790000000000,"event":"account\\u002ecreated"}'
sign s3cret 1790000001 '{"event":"unknown.event","value":1.0,"other":1E0,"text":"caf\0303\0251 \\u00e9 \\/ \\ud83e\\udd80"}'
sign s3cret 1790000002 '{"event":"unknown.event","value":1,"other":100e-2,"text":"caf\\u00e9 \0303\0251 / \0360\0237\0246\0200"}'
sign "$LONG" 1790000003 '{}'
sign s3cret 1790000004 ''
sign s3cret 1790000005 '[1,2]'
sign s3cret 1790000006 '\0377\0376'
sign s3cret 1790000007 '{"event":"endpoint.url_validation","event_ts":1790000007000,"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}'
challenge s3cret qgg8vlvZRS6UYooatFL8Aw
challenge "$LONG" 'a token with spaces'
