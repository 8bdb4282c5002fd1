-- Which states of accounts are shown for the first time?
INSERT INTO profiles
SELECT
    slot_id, version, account_id, platform, native_id, handle, name, standing, moved_to, batch
FROM incoming ANTI JOIN profiles USING (slot_id, version);
