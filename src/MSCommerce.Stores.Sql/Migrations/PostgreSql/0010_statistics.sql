-- After an import the planner still takes the tables for as small as they were, until autovacuum comes by: a minute in which each row's foreign key is looked for from
-- end to end. Only a table's owner may tell it. One import at a time does; whoever comes second leaves it to the first.
CREATE FUNCTION refresh_statistics() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = mscommerce, pg_temp AS $$
BEGIN
    IF pg_try_advisory_xact_lock(hashtext('mscommerce.refresh_statistics')) THEN
        ANALYZE tenant_user, user_role, product, subscription, subscription_order, license, license_service_off;
    END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION refresh_statistics() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refresh_statistics() TO mscommerce_writer;
