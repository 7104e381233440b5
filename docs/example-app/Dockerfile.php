# The same three stages for a PHP application: Composer, Node assets, and a php-fpm runtime without either.

# 1. Dependencies: Composer runs here and is left behind.
FROM public.ecr.aws/docker/library/composer:2 AS dependencies
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --no-scripts --no-autoloader --prefer-dist --no-interaction
COPY . .
RUN composer dump-autoload --no-dev --classmap-authoritative

# 2. Assets: Node runs here and is left behind.
FROM public.ecr.aws/docker/library/node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY resources/ resources/
COPY vite.config.js ./
RUN npm run build

# 3. Runtime: php-fpm with what the application needs, as a user without rights.
FROM public.ecr.aws/docker/library/php:8.4-fpm-alpine
RUN apk add --no-cache fcgi icu-libs libpq \
 && apk add --no-cache --virtual .build icu-dev postgresql-dev $PHPIZE_DEPS \
 && docker-php-ext-install -j"$(nproc)" intl opcache pdo_pgsql \
 && apk del .build \
 && mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
WORKDIR /app
COPY --from=dependencies --chown=root:root /app /app
COPY --from=assets --chown=root:root /app/public/build /app/public/build
RUN chown -R www-data:www-data storage bootstrap/cache
USER www-data
EXPOSE 9000
HEALTHCHECK --interval=10s --timeout=3s --retries=3 \
  CMD SCRIPT_NAME=/ping SCRIPT_FILENAME=/ping REQUEST_METHOD=GET cgi-fcgi -bind -connect 127.0.0.1:9000 || exit 1
CMD ["php-fpm"]
