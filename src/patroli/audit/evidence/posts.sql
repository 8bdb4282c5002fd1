-- Which post is it?
FROM posts WHERE post_id = $post;
