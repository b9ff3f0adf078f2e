"""Markets and shops as their builders print them: indented, with labels for screen readers, badges, pairs of prices, ads
between the cards and further lists below. All content is invented.
"""

from tests.crawler.unseen.made import FACETS, Row, page, site

STOCK = [
    ("Rice cooker 1,8 liter", 215000, "Cilacap", "Dapur Ibu"),
    ("Rak sepatu 5 susun (putih)", 129000, "Bekasi", "Griya Rak"),
    ("Kompresor mini 12V untuk motor & mobil", 349000, "Tangerang", "Bengkel Mas Edi"),
    ("Baju batik couple", 180000, "Pekalongan", "Batik Melati"),
    ("Mainan balok kayu isi 100", 74500, "Malang", "Toko Ceria"),
    ("Kipas angin berdiri 16 inch — garansi 1 th", 265000, "Surabaya", "Sumber Angin"),
    ("Tas sekolah anak", 95000, "Bogor", "Tas Kita"),
    ("Speaker aktif 8 inci, bluetooth, mic 2", 1250000, "Medan", "Audio Jaya"),
]


def dots(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def rows(path: str) -> list[Row]:
    return [(t, float(v), path.format(i)) for i, (t, v, *_) in enumerate(STOCK)]


def opencart() -> None:
    shown = "".join(
        f"""
      <div class="product-layout product-grid col-lg-4 col-md-4 col-sm-6 col-xs-12">
        <div class="product-thumb">
          <div class="image"><a href="http://t.example/index.php?route=product/product&amp;path=20&amp;product_id={40 + i}"><img src="x.jpg" alt="{t}" title="{t}" class="img-responsive" /></a></div>
          <div>
            <div class="caption">
              <h4><a href="http://t.example/index.php?route=product/product&amp;path=20&amp;product_id={40 + i}">{t}</a></h4>
              <p>Barang baru, dikirim dari {c}. Tanyakan stok dahulu sebelum memesan, terima kasih ..</p>
              <p class="price">{f'<span class="price-new">Rp{dots(v)}</span> <span class="price-old">Rp{dots(v + 50000)}</span>' if i % 2 else f"Rp{dots(v)}"} <span class="price-tax">Ex Tax: Rp{dots(v * 9 // 10)}</span></p>
              <div class="rating"><span class="fa fa-stack"><i class="fa fa-star-o fa-stack-2x"></i></span></div>
            </div>
            <div class="button-group">
              <button type="button" onclick="cart.add('{40 + i}', '1');"><i class="fa fa-shopping-cart"></i> <span class="hidden-xs">Add to Cart</span></button>
              <button type="button" data-toggle="tooltip" title="Add to Wish List" onclick="wishlist.add('{40 + i}');"><i class="fa fa-heart"></i></button>
            </div>
          </div>
        </div>
      </div>"""
        for i, (t, v, c, _) in enumerate(STOCK)
    )
    page(
        "opencart",
        f"""<html dir="ltr" lang="id"><head><title>Rumah Tangga</title></head><body class="product-category-20">
<nav id="top"><div class="container"><ul class="list-inline"><li><a href="tel:0210000">021-0000</a></li><li><a href="/account">My Account</a></li><li><a href="/cart">Shopping Cart</a></li></ul></div></nav>
<div id="cart" class="btn-group btn-block"><button>0 item(s) - Rp0</button></div>
<div id="product-category" class="container"><ul class="breadcrumb"><li><a href="/"><i class="fa fa-home"></i></a></li><li><a href="/20">Rumah Tangga</a></li></ul>
<div class="row"><aside id="column-left" class="col-sm-3"><div class="list-group"><a href="/20" class="list-group-item active">Rumah Tangga (8)</a><a href="/21" class="list-group-item">- Dapur (3)</a><a href="/22" class="list-group-item">- Kamar (2)</a><a href="/23" class="list-group-item">Hobi (12)</a></div></aside>
<div id="content" class="col-sm-9"><h2>Rumah Tangga</h2><div class="row">{shown}
</div><div class="row"><div class="col-sm-6 text-left"><ul class="pagination"><li class="active"><span>1</span></li><li><a href="http://t.example/20?page=2">2</a></li><li><a href="http://t.example/20?page=2">&gt;</a></li><li><a href="http://t.example/20?page=2">&gt;|</a></li></ul></div><div class="col-sm-6 text-right">Showing 1 to 8 of 11 (2 Pages)</div></div></div></div></div>
<footer><div class="container"><h5>Information</h5><ul class="list-unstyled"><li><a href="/about">About Us</a></li><li><a href="/delivery">Delivery Information</a></li><li><a href="/privacy">Privacy Policy</a></li></ul></div></footer></body></html>""",
        rows("http://t.example/index.php?route=product/product&path=20&product_id=4{}"),
        next="http://t.example/20?page=2",
        url="http://t.example/20",
    )


def shopify() -> None:
    def price(i: int, v: int) -> str:
        if i == 2:
            return f'<div class="grid-product__price"><span class="visually-hidden">Regular price</span><span class="grid-product__price--original">Rp {dots(v * 2)},00</span> <span class="visually-hidden">Sale price</span> Rp {dots(v)},00 <span class="grid-product__price--savings">Save 50%</span></div>'
        return f'<div class="grid-product__price">{"from " if i == 4 else ""}Rp {dots(v)},00</div>'

    tags = {5: '<div class="grid-product__tag">Sold Out</div>', 2: '<div class="grid-product__tag">Sale</div>'}
    shown = "".join(
        f"""
    <div class="grid__item grid-product small--one-half medium-up--one-quarter grid-product__has-quick-shop" data-aos="row-of-4" data-product-handle="h-{i}" data-product-id="77{i}">
      <div class="grid-product__content">{tags.get(i, "")}
        <div class="quick-product__btn quick-product__btn--not-ready js-modal-open-quick-modal-77{i} small--hide"><span class="quick-product__label">Quick view</span></div>
        <a href="/collections/all/products/h-{i}" class="grid-product__link">
          <div class="grid-product__image-mask"><div class="image-wrap" style="height: 0; padding-bottom: 100%;"><img class="grid-view-item__image lazyload" alt="{t}"><noscript><img class="grid-product__image" src="//cdn/x.jpg" alt="{t}"></noscript></div></div>
          <div class="grid-product__meta">
            <div class="grid-product__title grid-product__title--body">{t}</div><div class="grid-product__vendor">Toko Senja</div>{price(i, v)}
            <span class="shopify-product-reviews-badge" data-id="77{i}"></span>
          </div>
        </a>
      </div>
    </div>"""
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "shopify impulse",
        f"""<!doctype html><html class="no-js" lang="id"><head><script>window.theme = {{"strings":{{"moneyFormat":"Rp {{{{amount}}}}"}}}}</script></head>
<body class="template-collection"><div class="announcement-bar"><a class="announcement-link" href="/promo"><span class="announcement-text">Gratis ongkir</span><span>min. belanja Rp 150.000</span></a></div>
<ul class="site-nav site-navigation small--hide"><li class="site-nav__item"><a href="/collections/baru" class="site-nav__link">Baru</a></li><li class="site-nav__item"><a href="/collections/dapur" class="site-nav__link">Dapur</a></li><li class="site-nav__item"><a href="/pages/tentang" class="site-nav__link">Tentang</a></li></ul>
<main class="main-content" id="MainContent"><div class="page-width"><header class="section-header"><h1 class="section-header__title">Semua barang</h1></header>
<div class="collection-filter"><select><option>Featured</option><option>Price, low to high</option></select></div><div class="grid grid--uniform" data-scroll-to>{shown}
</div><div class="pagination"><span class="page current">1</span> <span class="page"><a href="/collections/all?page=2" title="">2</a></span> <span class="next"><a href="/collections/all?page=2" class="btn btn--large btn--circle btn--icon" title="Next"><svg></svg><span class="icon__fallback-text">Next</span></a></span></div></div></main></body></html>""",
        rows("/collections/all/products/h-{}"),
        next="/collections/all?page=2",
        url="http://t.example/collections/all",
    )


def blocks() -> None:
    def amount(v: int) -> str:
        return f'<span class="woocommerce-Price-amount amount"><bdi><span class="woocommerce-Price-currencySymbol">Rp</span>&nbsp;{dots(v)}</bdi></span>'

    shown = "".join(
        f'<li class="wc-block-grid__product"><a href="https://t.example/toko/p{i}/" class="wc-block-grid__product-link"><div class="wc-block-grid__product-image"><img src="x" alt=""></div><div class="wc-block-grid__product-title">{t}</div></a><div class="wc-block-grid__product-price price">{amount(v)}{" – " + amount(v * 3) if i % 3 == 0 else ""}</div><div class="wp-block-button wc-block-grid__product-add-to-cart"><a href="{"?add-to-cart=" + str(i) if i % 3 else f"https://t.example/toko/p{i}/"}" aria-label="Tambah &ldquo;{t}&rdquo; ke keranjang" class="wp-block-button__link add_to_cart_button">{"Tambah ke keranjang" if i % 3 else "Pilih opsi"}</a></div></li>\n'
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "woocommerce blocks, ranges",
        site(
            f'<main><div class="wc-block-grid has-4-columns"><ul class="wc-block-grid__products">{shown}</ul></div></main>'
        ),
        rows("https://t.example/toko/p{}/"),
    )


def miniature() -> None:
    shown = "".join(
        f"""
<article class="product-miniature js-product-miniature" data-id-product="{i + 3}">
  <div class="thumbnail-container">
    <a href="https://t.example/rumah/3{i}-barang.html" class="thumbnail product-thumbnail"><img src="x" alt="Foto barang"></a>
    <div class="product-description">
      <h3 class="h3 product-title"><a href="https://t.example/rumah/3{i}-barang.html">{t}</a></h3>
      <div class="product-price-and-shipping">
        {f'<span class="regular-price" aria-label="Harga normal">Rp {dots(v * 5 // 4)}</span> <span class="discount-percentage discount-product">-20%</span>' if i in (1, 2, 6) else ""}
        <span class="price" aria-label="Harga">Rp {dots(v)}</span>
      </div>
    </div>
    <ul class="product-flags js-product-flags"><li class="product-flag new">Baru</li>{'<li class="product-flag discount">-20%</li>' if i in (1, 2, 6) else ""}</ul>
    <div class="highlighted-informations no-variants"><a class="quick-view js-quick-view" href="#" data-link-action="quickview"><i class="material-icons search">&#xE8B6;</i> Quick view </a></div>
  </div>
</article>"""
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "prestashop miniatures",
        site(
            f'<section id="products"><div id="js-product-list-top"><p>Ada {len(STOCK)} produk.</p></div><div class="products row">{shown}</div><nav class="pagination"><ul class="page-list clearfix text-sm-center"><li class="current"><a rel="nofollow" href="https://t.example/rumah" class="disabled js-search-link">1</a></li><li><a rel="nofollow" href="https://t.example/rumah?page=2" class="js-search-link">2</a></li><li><a rel="next" href="https://t.example/rumah?page=2" class="next js-search-link">Berikut<i class="material-icons">&#xE315;</i></a></li></ul></nav></section>'
        ),
        rows("https://t.example/rumah/3{}-barang.html"),
        next="https://t.example/rumah?page=2",
        url="https://t.example/rumah",
    )


def magento2() -> None:
    def price(i: int, v: int) -> str:
        now = f'<span data-price-amount="{v}" class="price-wrapper"><span class="price">Rp{dots(v)},00</span></span>'
        if i % 3 != 1:
            return f'<span class="normal-price"><span class="price-container"><span class="price-label">As low as</span>{now}</span></span>'
        return f'<span class="special-price"><span class="price-container price-final_price"><span class="price-label">Special Price</span>{now}</span></span><span class="old-price"><span class="price-container"><span class="price-label">Regular Price</span><span data-price-amount="{v + 90000}" class="price-wrapper"><span class="price">Rp{dots(v + 90000)},00</span></span></span></span>'

    shown = "".join(
        f"""
<li class="item product product-item"><div class="product-item-info" id="product-item-info_{i}" data-container="product-grid">
  <a href="https://t.example/barang-{i}.html" class="product photo product-item-photo" tabindex="-1"><span class="product-image-container"><img class="product-image-photo" src="x" alt="{t}"/></span></a>
  <div class="product details product-item-details">
    <strong class="product name product-item-name"><a class="product-item-link" href="https://t.example/barang-{i}.html">
      {t}                            </a></strong>
    <div class="price-box price-final_price" data-role="priceBox" data-product-id="{i}">
      {price(i, v)}
    </div>
    <div class="product-item-inner"><div class="product actions product-item-actions"><div class="actions-primary"><form data-role="tocart-form" action="https://t.example/checkout/cart/add/product/{i}/" method="post"><button type="submit" title="Add to Cart" class="action tocart primary"><span>Add to Cart</span></button></form></div>
    <div data-role="add-to-links" class="actions-secondary"><a href="#" class="action towishlist" title="Add to Wish List"><span>Add to Wish List</span></a><a href="#" class="action tocompare" title="Add to Compare"><span>Add to Compare</span></a></div></div></div>
  </div></div></li>"""
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "magento two",
        site(
            f'<div class="column main"><div class="toolbar toolbar-products"><p class="toolbar-amount"><span class="toolbar-number">1</span>-<span class="toolbar-number">8</span> of <span class="toolbar-number">31</span></p></div><div class="products wrapper grid products-grid"><ol class="products list items product-items">{shown}</ol></div><div class="toolbar"><div class="pages"><strong class="label pages-label">Page</strong><ul class="items pages-items"><li class="item current"><strong class="page"><span class="label">You are currently reading page</span><span>1</span></strong></li><li class="item"><a href="https://t.example/rumah.html?p=2" class="page"><span class="label">Page</span><span>2</span></a></li><li class="item pages-item-next"><a class="action next" href="https://t.example/rumah.html?p=2" title="Next"><span class="label">Page</span><span>Next</span></a></li></ul></div></div></div>'
        ),
        rows("https://t.example/barang-{}.html"),
        next="https://t.example/rumah.html?p=2",
        url="https://t.example/rumah.html",
    )


def squarespace() -> None:
    shown = "".join(
        f'<div class="grid-item" data-item-id="62{i}" data-controller="ProductListItem"><section class="grid-main-image-wrapper"><div class="grid-image"><img data-src="x" alt="IMG_20{i}.jpg"></div></section><section class="grid-meta-wrapper"><div class="grid-meta-container"><div class="grid-main-meta"><a class="grid-title" href="/shop/p/n{i}">{t}</a><div class="grid-prices"><div class="product-price">IDR {v:,}.00{f" <span class=original-price>IDR {v + 40000:,}.00</span>" if i == 1 else ""}</div></div></div></div></section><a href="/shop/p/n{i}" aria-label="{t}" class="grid-item-link"></a></div>'
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "squarespace",
        f'<html><body class="tweak-products"><header class="header"><a href="/">Warung Senja</a><nav><div class="header-nav-item"><a href="/shop">Belanja</a></div><div class="header-nav-item"><a href="/about">Tentang</a></div></nav></header><main><nav class="category-nav"><ul><li><a href="/shop">All</a></li><li><a href="/shop/dapur">Dapur</a></li><li><a href="/shop/kamar">Kamar</a></li></ul></nav><section class="products-flex-container"><div class="list-grid">{shown}</div></section></main></body></html>',
        rows("/shop/p/n{}"),
    )


def repeater() -> None:
    shown = "".join(
        f'<div id="comp-k1__item-j{i}" class="comp-k1 YzqVVZ wixui-repeater__item" role="listitem"><div data-mesh-id="comp-k1__item-j{i}inlineContent" class=""><div data-mesh-id="comp-k1__item-j{i}inlineContent-gridContainer"><div id="comp-k2__item-j{i}" class="MazNVa"><a data-testid="linkElement" href="https://t.example/iklan/j{i}" target="_self" class="j7pOnl"><wow-image id="img_{i}" class="HlRz5e"><img src="x" alt="foto.jpg"></wow-image></a></div><div id="comp-k3__item-j{i}" class="HcOXKn SxM0TO QxJLC3 wixui-rich-text" data-testid="richTextElement"><h4 class="font_4 wixui-rich-text__text" style="font-size:18px;"><span class="color_15 wixui-rich-text__text">{t}</span></h4></div><div id="comp-k4__item-j{i}" class="HcOXKn SxM0TO wixui-rich-text" data-testid="richTextElement"><p class="font_8"><span style="font-weight:bold">{dots(v)}</span></p></div><div id="comp-k5__item-j{i}" class="HcOXKn wixui-rich-text"><p class="font_9">{c} &bull; {s}</p></div><div id="comp-k6__item-j{i}" class="comp-k6"><a data-testid="linkElement" href="https://t.example/iklan/j{i}" class="uDW_Qe wixui-button"><span class="l7_2fn wixui-button__label">Lihat</span></a></div></div></div></div>'
        for i, (t, v, c, s) in enumerate(STOCK)
    )
    page(
        "wix repeater",
        f'<html><body><div id="SITE_CONTAINER"><div id="SITE_HEADER"><nav><ul><li data-testid="linkElement"><a href="https://t.example/">Home</a></li><li><a href="https://t.example/iklan">Iklan</a></li><li><a href="https://t.example/kontak">Kontak</a></li></ul></nav></div><div id="PAGES_CONTAINER"><main><div id="comp-t" class="wixui-rich-text"><h1 class="font_0">Bursa barang warga</h1></div><div class="wixui-repeater" role="list" id="comp-k1">{shown}</div></main></div></div></body></html>',
        rows("https://t.example/iklan/j{}"),
    )


def orange() -> None:
    shown = "".join(
        f'<li class="col-xs-2-4 shopee-search-item-result__item" data-sqe="item"><div class="h-full duration-100 ease-sharp-motion"><a class="contents" href="/barang-i.55.{i}90?sp_atk=a"><div class="flex flex-col bg-white cursor-pointer h-full"><div class="relative z-0 w-full pt-full"><img alt="flag" src="f">{"<div class=flag>Star+</div>" if i % 2 else "<div class=flag>Mall</div>"}<div class="absolute bottom-0">-{10 + i}%</div></div><div class="p-2 flex-1 flex flex-col justify-between"><div class="mb-1"><div class="whitespace-normal line-clamp-2 break-words min-h-[2.5rem] text-sm">{t}</div><div class="truncate">COD</div></div><div class="flex-shrink min-w-0 mr-1 truncate text-shopee-primary flex items-center font-medium"><span aria-label="promotion price"></span><span class="text-xs/sp14 font-medium mr-px">Rp</span><span class="font-medium text-base/5 truncate">{dots(v)}</span></div><div class="flex items-center"><div class="text-xs">4.{9 - i}</div><div class="truncate text-shopee-black87 text-xs">{"10RB+ terjual" if i % 3 == 0 else f"{i * 40 + 9} terjual"}</div></div><div class="flex-shrink-0 text-xs">{c}</div></div></div></a></div></li>'
        for i, (t, v, c, _) in enumerate(STOCK)
    )
    page(
        "orange market",
        f'<html><body><div id="main"><div class="shopee-top"><a href="/seller">Seller Centre</a><a href="/download">Download</a></div><div class="container"><div class="shopee-filter-panel"><fieldset><legend>Lokasi</legend><label>Jabodetabek</label><label>DKI Jakarta</label></fieldset></div><ul class="row shopee-search-item-result__items">{shown}</ul><nav class="shopee-page-controller"><a class="shopee-button-solid shopee-button-solid--primary" href="/search?page=0">1</a><a class="shopee-button-no-outline" href="/search?page=1">2</a><a class="shopee-icon-button shopee-icon-button--right" href="/search?page=1"><svg></svg></a></nav></div></div></body></html>',
        rows("/barang-i.55.{}90?sp_atk=a"),
        next="/search?page=1",
        url="http://t.example/search?page=0",
    )


def spliced() -> None:
    told = [
        ("Motor matic 2019", 13500000, 14000000, "Depok"), ("Ranjang besi nomor 2", 450000, 0, "Bojong Gede"),
        ("Gratis kucing oren jantan", 0, 0, "Cibinong"), ("Kontrakan 2 petak dekat stasiun", 900000, 0, "Citayam"),
        ("Laptop i5 gen 8 mulus", 2950000, 3400000, "Depok"), ("Sepatu futsal 42", 120000, 0, "Sawangan"),
        ("Cuci sofa dan springbed", 1, 0, "Cinere"),
    ]  # fmt: skip
    shown = "".join(
        f'<div class="x9f619 x78zum5 x1r8uery xdt5ytf x1iyjqo2 xs83m0k x1e558r4"><div class="x3ct3a4"><div style="max-width:381px;min-width:242px"><div class="xjp7ctv"><span class="xjp7ctv"><div class="x78zum5"><a class="x1i10hfl xjbqb8w" href="/marketplace/item/88{i}/?ref=browse_tab" role="link" tabindex="0"><div class="x78zum5 xdt5ytf"><div class="x9f619"><img alt="{t} di {c}" src="x"></div><div class="x9f619 x78zum5 xdt5ytf"><div class="x1gslohp xkh6y0r"><div class="x78zum5 x1q0g3np"><span dir="auto" class="x193iq5w xeuugli">{"GRATIS" if not v else "Rp" + dots(v)}</span>{f"<span dir=auto class=x193iq5w><span class=xk50ysn>Rp{dots(old)}</span></span>" if old else ""}</div></div><div class="x1gslohp xkh6y0r"><span class="x1lliihq x6ikm8r" dir="auto"><span class="x1lliihq">{t}</span></span></div><div class="x1gslohp xkh6y0r"><span class="x193iq5w" dir="auto"><span class="x1lliihq">{c}, JB</span></span></div></div></div></a></div></span></div></div></div></div>'
        for i, (t, v, old, c) in enumerate(told)
    )
    page(
        "market of faces",
        f'<html><body><div id="mount_0_0"><div role="banner"><a href="/">f</a><a href="/watch">Video</a><a href="/groups">Grup</a></div><div role="navigation"><h1>Marketplace</h1><a href="/marketplace/notifications">Notifikasi</a><a href="/marketplace/inbox">Kotak Masuk</a><a href="/marketplace/category/vehicles"><span>Kendaraan</span></a><a href="/marketplace/category/propertyrentals"><span>Sewa Properti</span></a><a href="/marketplace/category/apparel"><span>Pakaian</span></a><a href="/marketplace/category/electronics"><span>Elektronik</span></a></div><div role="main"><div class="x8gbvx8"><h2>Pilihan hari ini</h2><div class="x8gbvx8 x78zum5">{shown}</div></div></div></div></body></html>',
        [(t, float(v) if v else None, f"/marketplace/item/88{i}/?ref=browse_tab") for i, (t, v, *_) in enumerate(told)],
    )


def sellers() -> None:
    shown = "".join(
        f'<div class="D_jj" data-testid="listing-card-13{i}"><div class="D_jk"><a class="D_gV D_jq" href="/u/{s.lower().replace(" ", "")}/"><div class="D_jr"><img src="a"></div><div class="D_js"><p data-testid="listing-card-text-seller-name" class="D_ku">{s.lower().replace(" ", "")}</p><div class="D_jt"><p class="D_ku">{i + 2} days ago</p></div></div></a><a class="D_gV" href="/p/barang-13{i}/?t-source=search"><div class="D_jv"><img alt="jual" src="x"></div><p style="--max-line:2" class="D_ku D_kA">{t}</p><div class="D_kK"><p title="Rp{dots(v)}" class="D_ku D_kS">Rp{dots(v)}</p></div><div class="D_x"><p class="D_ku">{"Brand new" if i % 2 else "Lightly used"}</p></div></a></div><div class="D_kb"><button class="D_l" data-testid="listing-card-btn-like"><svg></svg><span>{i * 3}</span></button><button class="D_l"><svg></svg></button></div></div>'
        for i, (t, v, _, s) in enumerate(STOCK)
    )
    page(
        "seller above the goods",
        f'<html><body><div id="root"><div><div class="D_a"><a href="/login">Login</a><a href="/register">Register</a><a href="/sell">Sell</a></div><main class="D_m"><div class="D_f"><h1>Hasil pencarian</h1><div class="D_g"><div class="D_grid">{shown}</div><button class="D_more">Show more results</button></div></div></main></div></div></body></html>',
        rows("/p/barang-13{}/?t-source=search"),
    )


def interrupted() -> None:
    shown = '\n <div class="result result--sponsored">\n  <span class="tag">Disponsori</span>\n  <a class="result__pic" href="https://ads.example/c/1"><img src="b"></a>\n  <div class="result__body">\n   <a class="result__name" href="https://ads.example/c/1">Asuransi motor mulai 20 ribu</a>\n   <span class="result__city">Iklan</span>\n  </div>\n </div>'
    for i, (t, v, c, _) in enumerate(STOCK):
        shown += f'\n <div class="result" id="ad{i}">\n  <a class="result__pic" href="/ads/{i}"><img src="x"></a>\n  <div class="result__body">\n   <a class="result__name" href="/ads/{i}">{t}</a>\n   <span class="result__price">IDR {v:,}</span>\n   <span class="result__city">{c}</span>\n  </div>\n </div>'
        if i in (2, 5):
            shown += '\n <div class="ad-slot" id="div-gpt-ad-1"><ins class="adsbygoogle" data-ad-slot="9"></ins><a href="https://ads.example/c/7">Pinjaman cepat</a></div>'
    page(
        "sponsored first, slots between",
        site(
            f'<div class="cols"><div class="results">{shown}</div></div>{FACETS}<a class="load-more" data-page="2" href="/list?p=2">Tampilkan lebih banyak</a>'
        ),
        rows("/ads/{}"),
        next="/list?p=2",
        optional=("https://ads.example/c/1", "https://ads.example/c/7"),
    )


def amp() -> None:
    shown = "".join(
        f'<div class="card m2" role="listitem"><a class="card-link" href="https://t.example/amp/p/{i}"><amp-img src="x" width="300" height="300" layout="responsive" alt="{t}"></amp-img><div class="card-body"><div class="h5">{t}</div><div class="card-price">{"<s>Rp" + dots(v + 30000) + "</s> " if i % 2 else ""}<b>Rp{dots(v)}</b></div><amp-timeago layout="fixed-height" height="14" datetime="2026-11-1{i}T03:00:00Z" locale="id">1{i} Nov</amp-timeago></div></a></div>'
        for i, (t, v, *_) in enumerate(STOCK)
    )
    page(
        "amp shop",
        f'<!doctype html><html ⚡ lang="id"><head><style amp-custom>.card{{margin:4px}}</style><style amp-boilerplate>body{{}}</style></head><body><amp-sidebar id="s" layout="nodisplay"><ul><li><a href="/amp/">Depan</a></li><li><a href="/amp/dapur">Dapur</a></li><li><a href="/amp/hobi">Hobi</a></li><li><a href="/amp/anak">Anak</a></li></ul></amp-sidebar><header><a href="/amp/">TokoAMP</a></header><amp-carousel><a href="/amp/promo1"><amp-img src="p1"></amp-img></a><a href="/amp/promo2"><amp-img src="p2"></amp-img></a><a href="/amp/promo3"><amp-img src="p3"></amp-img></a></amp-carousel><div class="list" role="list">{shown}</div><a href="https://t.example/amp/list?p=2" class="next-btn">Selanjutnya ›</a><amp-analytics></amp-analytics></body></html>',
        rows("https://t.example/amp/p/{}"),
        next="https://t.example/amp/list?p=2",
        url="https://t.example/amp/list",
    )


def words() -> None:
    told = [
        ("Bibit lele sangkuriang", "@ 150 perak/ekor", 150), ("Honda tua siap jalan", "dua juta lima ratus ribu rupiah", 2500000),
        ("Jaket kulit domba asli", "350rb-an nego", 350000), ("Angkringan lengkap gerobak", "IDR 4,5 jt net", 4500000),
        ("Cincin perak ukir", "Rp. 1.2jt (bisa nego tipis)", 1200000), ("Ubin teraso bongkaran", "rp 12rb/pcs", 12000),
        ("Ayam bangkok jantan", "tiga ratus ribu", 300000),
    ]  # fmt: skip
    shown = "".join(
        f'\n<section class="entry"><h3><a href="/baca/{i}">{t}</a></h3>\n<p>Harga: <em>{p}</em></p>\n<p>Barang ada di rumah, silakan datang dan lihat sendiri.</p></section>'
        for i, (t, p, _) in enumerate(told)
    )
    page(
        "prices in words",
        site(f"<main><h2>Papan jual</h2>{shown}</main>"),
        [(t, float(v), f"/baca/{i}") for i, (t, _, v) in enumerate(told)],
    )


def clicked() -> None:
    shown = "".join(
        f'\n<div class="kotak" onclick="location.href=\'/produk/{i}\'" style="cursor:pointer">\n <div class="kotak-foto"><img src="x"></div>\n <h4>{t}</h4>\n <p class="kotak-harga">Rp {dots(v)},-</p>\n <p>{c}</p>\n</div>'
        for i, (t, v, c, _) in enumerate(STOCK)
    )
    page("cards that a script opens", site(f'<div class="kotak-kotak">{shown}</div>'), rows("/produk/{}"))


for f in (
    opencart, shopify, blocks, miniature, magento2, squarespace, repeater, orange, spliced, sellers, interrupted, amp, words, clicked,
):  # fmt: skip
    f()
