-- Where did reading this slot stop?
SELECT cursor FROM slot WHERE slot_id = :slot_id;
