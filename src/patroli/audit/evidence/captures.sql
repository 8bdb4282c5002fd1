-- Which images and page looks of the post were kept, or could not be?
FROM captures WHERE post_id = $post ORDER BY captured_at, kind, url;
