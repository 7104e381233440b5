create table orders (id bigint primary key, placed_at timestamp not null);
